# SPDX-License-Identifier: Apache-2.0
# Run by CPack when a package's files lie ready: adds the bill of materials, and gives every file the moment
# SOURCE_DATE_EPOCH, so that the same sources give the same bytes.
cmake_policy(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/sbom.cmake)

set(tree ${CPACK_TEMPORARY_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX})
if(NOT EXISTS ${tree}/bin/tokenshift)
  message(FATAL_ERROR "${tree} has no bin/tokenshift")
endif()
write_sbom(${tree} share/doc/tokenshift/tokenshift.spdx.json)
file(COPY_FILE ${tree}/share/doc/tokenshift/tokenshift.spdx.json
     ${CPACK_PACKAGE_DIRECTORY}/tokenshift-${CPACK_PACKAGE_VERSION}.spdx.json)

if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND find ${CPACK_TEMPORARY_DIRECTORY} -exec touch -h -d @$ENV{SOURCE_DATE_EPOCH} {} +
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
