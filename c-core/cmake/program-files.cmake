# SPDX-License-Identifier: GPL-2.0-or-later
#
# What goes with the program: its manual page, which it makes from its own tables, and its completion.

set(mog_page ${CMAKE_CURRENT_BINARY_DIR}/mog.1)
add_custom_command(
  OUTPUT ${mog_page}
  COMMAND mog-program --manual ${CMAKE_CURRENT_SOURCE_DIR}/tools/program/mog.1.in > ${mog_page}
  DEPENDS mog-program tools/program/mog.1.in
  VERBATIM)
add_custom_target(mog-manual ALL DEPENDS ${mog_page})

# alone; in an ns-3 tree, what is installed is the module
if(CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR)
  include(GNUInstallDirs)
  install(FILES ${mog_page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES tools/program/bash/mog
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endif()
