# What is installed, and the packages that are made of it: `./do package`, tried by packaging/check.sh.
install(TARGETS tokenshift RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES completions/tokenshift.bash DESTINATION share/bash-completion/completions RENAME tokenshift)
install(FILES completions/_tokenshift DESTINATION share/zsh/vendor-completions)
install(FILES completions/tokenshift.fish DESTINATION share/fish/vendor_completions.d)
install(FILES README.md docs/databases.md docs/rules.md DESTINATION share/doc/tokenshift)
install(DIRECTORY docs/guide docs/ci DESTINATION share/doc/tokenshift FILES_MATCHING PATTERN "*.md")

# installed_gz(FILE DIRECTORY NAME): compressed as Debian wants it, without name and time.
function(installed_gz file directory name)
  set(packed ${PROJECT_BINARY_DIR}/installed/${name})
  add_custom_command(OUTPUT ${packed} DEPENDS ${file} VERBATIM
                     COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/installed
                     COMMAND gzip -9nc ${file} > ${packed})
  set_property(GLOBAL APPEND PROPERTY TOKENSHIFT_PACKED ${packed})
  install(FILES ${packed} DESTINATION ${directory})
endfunction()

installed_gz(${PROJECT_SOURCE_DIR}/docs/tokenshift.1 share/man/man1 tokenshift.1.gz)
installed_gz(${PROJECT_SOURCE_DIR}/CHANGELOG.md share/doc/tokenshift changelog.gz)

set(CPACK_PACKAGE_CONTACT "tokenshift maintainers <maintainers@users.noreply.r-seed-e17b27d9.example>")
execute_process(COMMAND date -u -R -d ${TOKENSHIFT_DATE} OUTPUT_VARIABLE TOKENSHIFT_DATE_OF_MAIL
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
configure_file(packaging/changelog.in ${PROJECT_BINARY_DIR}/changelog.Debian @ONLY)
installed_gz(${PROJECT_BINARY_DIR}/changelog.Debian share/doc/tokenshift changelog.Debian.gz)
install(FILES packaging/copyright DESTINATION share/doc/tokenshift)
install(FILES packaging/lintian-overrides DESTINATION share/lintian/overrides RENAME tokenshift)

get_property(packed GLOBAL PROPERTY TOKENSHIFT_PACKED)
add_custom_target(installed_files ALL DEPENDS ${packed})

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_THREADS 1)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_NAME tokenshift)
set(CPACK_PACKAGE_VENDOR tokenshift)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_FILE_NAME tokenshift-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/packaging/times.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libcurl4, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "git, default-jre-headless")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "move WSO2 API Manager to tokens that are not stored
 For operators of WSO2 API Manager 4.3 to 4.7: converts the clients in the
 database with a journal that undoes it exactly, edits deployment.toml
 without touching a byte too many, verifies both, and guards the result in
 pipelines. It also issues, verifies, inspects and revokes the tokens.")
include(CPack)
