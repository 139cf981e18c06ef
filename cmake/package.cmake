# What is installed, and the packages that are made of it: `./do package`, held against what they promise by
# packaging/try.sh.
include(packaging/libraries.cmake)

install(TARGETS tokenshift RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES completions/tokenshift.bash DESTINATION share/bash-completion/completions RENAME tokenshift)
install(FILES completions/_tokenshift DESTINATION share/zsh/vendor-completions)
install(FILES completions/tokenshift.fish DESTINATION share/fish/vendor_completions.d)
install(DIRECTORY docs/ DESTINATION share/doc/tokenshift FILES_MATCHING PATTERN "*.md")

# installed_after(FILE DIRECTORY NAME COMMAND…): what the command makes of a file, on its standard output.
function(installed_after file directory name)
  set(made ${PROJECT_BINARY_DIR}/installed/${name})
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/installed)
  add_custom_command(OUTPUT ${made} DEPENDS ${file} VERBATIM COMMAND ${ARGN} ${file} > ${made})
  set_property(GLOBAL APPEND PROPERTY TOKENSHIFT_INSTALLED ${made})
  install(FILES ${made} DESTINATION ${directory})
endfunction()

# Compressed as Debian wants it, without name and time.
set(gzip gzip -9nc)
set(doc share/doc/tokenshift)
installed_after(${PROJECT_SOURCE_DIR}/docs/tokenshift.1 share/man/man1 tokenshift.1.gz ${gzip})
installed_after(${PROJECT_SOURCE_DIR}/CHANGELOG.md ${doc} changelog.gz ${gzip})
# Their links lead to where the pages are installed.
foreach(page README.md CONTRIBUTING.md)
  if(EXISTS ${PROJECT_SOURCE_DIR}/${page})
    installed_after(${PROJECT_SOURCE_DIR}/${page} ${doc} ${page}
                    sed "s|](docs/|](|g; s|](CHANGELOG.md)|](changelog.gz)|g")
  endif()
endforeach()

set(CPACK_PACKAGE_CONTACT "tokenshift maintainers <maintainers@tokenshift.example>")
execute_process(COMMAND date -u -R -d ${TOKENSHIFT_DATE} OUTPUT_VARIABLE TOKENSHIFT_DATE_OF_MAIL
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
configure_file(packaging/changelog.in ${PROJECT_BINARY_DIR}/changelog.Debian @ONLY)
installed_after(${PROJECT_BINARY_DIR}/changelog.Debian ${doc} changelog.Debian.gz ${gzip})
install(FILES packaging/copyright DESTINATION ${doc})
install(FILES packaging/lintian-overrides DESTINATION share/lintian/overrides RENAME tokenshift)

get_property(made GLOBAL PROPERTY TOKENSHIFT_INSTALLED)
add_custom_target(installed_files ALL DEPENDS ${made})

# The notices of what is part of the program, as the Debian packages bring them; and the texts of the licences that
# they name by reference alone, for where there is no /usr/share/common-licenses.
string(REPLACE "," ";" libraries "${TOKENSHIFT_LIBRARIES}")
list(FILTER libraries INCLUDE REGEX " static$")
foreach(library IN LISTS libraries)
  string(REGEX REPLACE " .*" "" library "${library}")
  library_fact(debian "${library}" debian)
  install(FILES /usr/share/doc/${debian}/copyright DESTINATION ${doc}/third-party RENAME ${library}.txt)
endforeach()
install(FILES LICENSE DESTINATION ${doc}/third-party RENAME Apache-2.0.txt)
install(FILES /usr/share/common-licenses/GPL-3 DESTINATION ${doc}/third-party RENAME GPL-3.0.txt)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_THREADS 1)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_NAME tokenshift)
set(CPACK_PACKAGE_VENDOR tokenshift)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_FILE_NAME tokenshift-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_TOKENSHIFT_LIBRARIES "${TOKENSHIFT_LIBRARIES}")
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/packaging/before_packing.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libcurl4, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "git, default-jre-headless")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "move WSO2 API Manager to tokens that are not stored")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "For operators of WSO2 API Manager 4.3 to 4.7: converts the clients in the
database with a journal that undoes it exactly, edits deployment.toml
without touching a byte too many, verifies both, and guards the result in
pipelines. It also issues, verifies, inspects and revokes the tokens.")
include(CPack)
