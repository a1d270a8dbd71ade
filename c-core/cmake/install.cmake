# c-core for itself: the library mogcore, what finds it (CMake, pkg-config), the program.
#
# Included where c-core is the whole project. Inside mog the objects belong to the ns-3 module.
cmake_minimum_required(VERSION 3.18) # file(CONFIGURE)
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)
include(cmake/exported-names.cmake)

option(BUILD_SHARED_LIBS "mogcore as a shared library, not a static one" ON)

set(objects $<TARGET_OBJECTS:mog-c-core>)
file(GLOB headers CONFIGURE_DEPENDS include/mog/*.h)
set(requires gsl) # its types are in mog/random.h
set(requires_private jansson)
set(libs_private -ldl -pthread -lm)
if(TARGET mog-io)
  set(io TRUE)
  list(APPEND objects $<TARGET_OBJECTS:mog-io>)
  # the one that the objects were compiled with, for a system can have several
  pkg_check_modules(MOG_hdf5 QUIET IMPORTED_TARGET hdf5)
  if(MOG_hdf5_FOUND AND "${MOG_hdf5_INCLUDE_DIRS}" STREQUAL "${HDF5_INCLUDE_DIRS}")
    list(APPEND requires_private hdf5)
  else()
    list(APPEND libs_private ${HDF5_LIBRARIES})
  endif()
else()
  set(io FALSE)
  list(FILTER headers EXCLUDE REGEX "/io\\.h$")
endif()

add_library(mogcore ${objects})
# before 1.0, a minor version may change the interface
set_target_properties(
  mogcore PROPERTIES VERSION ${PROJECT_VERSION}
                     SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR} LINKER_LANGUAGE C)
target_include_directories(mogcore INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
list(TRANSFORM requires PREPEND PkgConfig::MOG_ OUTPUT_VARIABLE public)
list(TRANSFORM requires_private PREPEND PkgConfig::MOG_ OUTPUT_VARIABLE private)
target_link_libraries(mogcore PUBLIC ${public} PRIVATE ${private} ${libs_private}
                                                       $<BUILD_INTERFACE:mog-c-options>)
if(BUILD_SHARED_LIBS)
  mog_show_only(mogcore ${headers})
endif()

install(TARGETS mogcore EXPORT mogcore-targets)
install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/mog)
if(TARGET mog-program) # holds the objects itself, so it runs from any place
  install(TARGETS mog-program)
endif()

# ----------------------------------------------------------------------------------------------
# What finds it. Nothing in these files names the prefix, so that it can be moved.
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/mogcore)
set(packages ${requires}) # whose targets mogcore's names: a static library's names all
if(NOT BUILD_SHARED_LIBS)
  list(APPEND packages ${requires_private})
endif()
configure_package_config_file(cmake/mogcore-config.cmake.in mogcore-config.cmake
                              INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(mogcore-config-version.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT mogcore-targets NAMESPACE mogcore:: DESTINATION ${package_dir})
install(FILES ${PROJECT_BINARY_DIR}/mogcore-config.cmake
              ${PROJECT_BINARY_DIR}/mogcore-config-version.cmake DESTINATION ${package_dir})

file(RELATIVE_PATH to_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" to_prefix ${to_prefix})
foreach(list requires requires_private libs_private)
  list(JOIN ${list} " " ${list})
endforeach()
configure_file(cmake/mogcore.pc.in mogcore.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/mogcore.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
