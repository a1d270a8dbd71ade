# SPDX-License-Identifier: GPL-2.0-or-later
#
# An installed ns-3 brings its libraries, but not its build macros. This file supplies the two that
# ../CMakeLists.txt uses, build_lib() and build_lib_example(), and the variables they lean on, so
# that one text serves an ns-3 tree and an installed ns-3.

option(MOG_WERROR "Treat warnings as errors" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
# A callback has the parameters of what calls it, needed or not, hence the one exception.
add_compile_options(
  -Wall -Wextra $<$<COMPILE_LANGUAGE:CXX>:-Wno-unused-parameter> $<$<BOOL:${MOG_WERROR}>:-Werror>
)

find_program(CCACHE ccache)
mark_as_advanced(CCACHE)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

find_package(ns3 QUIET)
if(NOT ns3_FOUND)
  message(
    FATAL_ERROR
      "No installed ns-3 here. On Debian: apt-get install ns3 libns3-dev. "
      "Or put this directory into an ns-3 source tree as contrib/mog."
  )
endif()

# Debian builds ns-3 with logging, and a few of ns-3's classes have a member more when it is on (UdpClient
# for one): the switch must be the same on both sides. It also makes NS_LOG work for mog's own classes.
add_compile_definitions(NS3_LOG_ENABLE)

# Entries of a target's list property that are absolute paths and absent on this machine. ns-3's targets
# name headers and libraries of the machine that built them (libxml2, Python, SQLite), which nothing that
# includes or links ns-3 needs, but whose absence CMake takes for an error.
function(mog_drop_absent target property)
  get_target_property(entries ${target} ${property})
  if(entries)
    set(present)
    foreach(entry ${entries})
      if(NOT IS_ABSOLUTE "${entry}" OR EXISTS "${entry}")
        list(APPEND present "${entry}")
      endif()
    endforeach()
    set_target_properties(${target} PROPERTIES ${property} "${present}")
  endif()
endfunction()

# ${lib<module>} for every module, as in an ns-3 tree, whatever the targets are called (ns3::libcore
# until 3.42, ns3::core since).
set(ns3-all-enabled-modules)
get_directory_property(imported IMPORTED_TARGETS)
foreach(target ${imported})
  if(target MATCHES "^ns3::(lib)?(.+)$")
    list(APPEND ns3-all-enabled-modules ${CMAKE_MATCH_2})
    set(lib${CMAKE_MATCH_2} ${target})
    mog_drop_absent(${target} INTERFACE_INCLUDE_DIRECTORIES)
    mog_drop_absent(${target} INTERFACE_LINK_LIBRARIES)
  endif()
endforeach()
set(libmog mog)
set(testmog mog-test-runner)

# The module's library, its examples, and one program with all its tests.
function(build_lib)
  cmake_parse_arguments(
    LIB "IGNORE_PCH" "LIBNAME"
    "SOURCE_FILES;HEADER_FILES;PRIVATE_HEADER_FILES;LIBRARIES_TO_LINK;TEST_SOURCES" ${ARGN}
  )

  # "ns3/x.h" in the sources: ns-3 copies headers into its build directory, links do here.
  set(include_directory ${PROJECT_BINARY_DIR}/include)
  file(MAKE_DIRECTORY ${include_directory}/ns3)
  set(module_header "#pragma once\n")
  foreach(header ${LIB_HEADER_FILES} ${LIB_PRIVATE_HEADER_FILES})
    get_filename_component(name ${header} NAME)
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${include_directory}/ns3/${name} SYMBOLIC)
    if(header IN_LIST LIB_HEADER_FILES)
      string(APPEND module_header "#include \"ns3/${name}\"\n")
    endif()
  endforeach()
  file(CONFIGURE OUTPUT ${include_directory}/ns3/${LIB_LIBNAME}-module.h CONTENT "${module_header}")

  add_library(${LIB_LIBNAME} SHARED ${LIB_SOURCE_FILES})
  target_include_directories(${LIB_LIBNAME} PUBLIC ${include_directory})
  target_link_libraries(${LIB_LIBNAME} PUBLIC ${LIB_LIBRARIES_TO_LINK})

  add_executable(${testmog} test/mog-test-runner.cc ${LIB_TEST_SOURCES})
  target_compile_definitions(${testmog} PRIVATE NS_TEST_SOURCEDIR="test")
  target_link_libraries(${testmog} PRIVATE ${LIB_LIBNAME} ${LIB_LIBRARIES_TO_LINK})

  add_subdirectory(examples)
endfunction()

function(build_lib_example)
  cmake_parse_arguments(EXAMPLE "" "NAME" "SOURCE_FILES;LIBRARIES_TO_LINK" ${ARGN})
  add_executable(${EXAMPLE_NAME} ${EXAMPLE_SOURCE_FILES})
  target_link_libraries(${EXAMPLE_NAME} PRIVATE ${EXAMPLE_LIBRARIES_TO_LINK})
endfunction()
