# SPDX-License-Identifier: GPL-2.0-or-later
#
# Modules that mog can do without: what needs one (module-files.cmake) is built where it is. They are
# named here, not in ../CMakeLists.txt, for what is named there becomes part of every build of a tree.

set(MOG_OPTIONAL_LIBRARIES)
foreach(module wifi lte)
  if(module IN_LIST ns3-all-enabled-modules)
    string(TOUPPER ${module} name)
    foreach(kind SOURCES HEADERS TEST_SOURCES EXAMPLES)
      list(APPEND MOG_${kind} ${MOG_${name}_${kind}})
    endforeach()
    list(APPEND MOG_OPTIONAL_LIBRARIES ${lib${module}})
  endif()
endforeach()
