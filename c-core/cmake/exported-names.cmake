# Which names a shared library shows: those of the functions and tables that its public headers
# declare. All other names start with mog_, too, but may change with every version.
#
# The linker hides them, not the compiler's -fvisibility: so no header needs marks.
function(mog_show_only library)
  set(names)
  foreach(header ${ARGN})
    file(READ ${header} text)
    string(REGEX MATCHALL "mog_[a-z0-9_]+\\(" found "${text}")
    list(APPEND names ${found})
    string(REGEX MATCHALL "extern const [^;[]*" found "${text}")
    list(TRANSFORM found REPLACE "^.* " "")
    list(APPEND names ${found})
  endforeach()
  list(TRANSFORM names REPLACE "\\(" "")
  list(REMOVE_DUPLICATES names)
  list(JOIN names ";\n  " shown)

  set(script ${PROJECT_BINARY_DIR}/${library}.map)
  file(CONFIGURE OUTPUT ${script} @ONLY
       CONTENT "{\nglobal:\n  @shown@;\nlocal:\n  *;\n};\n")
  target_link_options(${library} PRIVATE LINKER:--version-script=${script})
  set_target_properties(${library} PROPERTIES LINK_DEPENDS ${script})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
endfunction()
