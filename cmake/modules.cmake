# The graph of modules, declared once and used twice: for linking, and by the test layers.<module>,
# which fails when a file includes a module that its own does not declare.
#
#   tool_module(name DEPENDS modules… LINKS third-party… SOURCES files…)
#
# The interface lies in include/tokenshift/<name>/, the code in src/<name>/.
function(tool_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINKS;SOURCES" ${ARGN})
  list(TRANSFORM ARG_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/src/${name}/)
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS} PRIVATE project_settings deps_fmt ${ARG_LINKS})
  set_property(GLOBAL APPEND PROPERTY TOKENSHIFT_MODULES ${name})
  if(TOKENSHIFT_TESTS)
    add_test(NAME layers.${name}
             COMMAND ${CMAKE_COMMAND} -DMODULE=${name} "-DDEPENDS=${ARG_DEPENDS}"
                     -DROOT=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/tests/check_layers.cmake)
  endif()
endfunction()

# What only some commands need, as a file of its own that the program loads when it does (os::load_module):
# tokenshift-<name>.so, beside the program.
#
#   loaded_module(name SOURCE file LINKS third-party…)
function(loaded_module name)
  cmake_parse_arguments(ARG "" "SOURCE" "LINKS" ${ARGN})
  set(target tokenshift-${name})
  add_library(${target} MODULE ${PROJECT_SOURCE_DIR}/src/${ARG_SOURCE})
  set_target_properties(${target} PROPERTIES PREFIX "" CXX_VISIBILITY_PRESET hidden
                                             LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_link_libraries(${target} PRIVATE project_settings ${ARG_LINKS})
  target_link_options(${target} PRIVATE LINKER:--exclude-libs,ALL,-Bsymbolic)
  # os::load_module() looks there. One folder less, and CPack would call ldconfig for them.
  install(TARGETS ${target} LIBRARY DESTINATION lib/tokenshift/modules)
endfunction()
