# SPDX-License-Identifier: Apache-2.0
# The bill of materials of an install tree: SPDX 2.3 as JSON. Run by CPack before it packs, when the binaries are
# stripped and have the bytes that are packed. Every value is a function of the tree, of TOKENSHIFT_LIBRARIES, of the
# Debian packages that were linked, and of SOURCE_DATE_EPOCH.
include(${CMAKE_CURRENT_LIST_DIR}/libraries.cmake)

function(json_text result text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  set(${result} "\"${text}\"" PARENT_SCOPE)
endfunction()

function(spdx_id result kind name)
  string(REPLACE "+" "p" name "${name}")
  string(REGEX REPLACE "[^A-Za-z0-9.]" "-" name "${name}")
  set(${result} "SPDXRef-${kind}-${name}" PARENT_SCOPE)
endfunction()

# One file of ours; `third_party` are the notices of others.
function(file_entry result tree file)
  file(SHA1 "${tree}/${file}" sha1)
  file(SHA256 "${tree}/${file}" sha256)
  json_text(name "./${file}")
  spdx_id(id File "${file}")
  set(licence Apache-2.0)
  set(copyright "Copyright 2026 the tokenshift authors")
  if(file MATCHES "/third-party/")
    set(licence NOASSERTION)
    set(copyright NOASSERTION)
  endif()
  set(${result} "    {\"SPDXID\": \"${id}\", \"fileName\": ${name},
     \"checksums\": [{\"algorithm\": \"SHA1\", \"checksumValue\": \"${sha1}\"},
                   {\"algorithm\": \"SHA256\", \"checksumValue\": \"${sha256}\"}],
     \"licenseConcluded\": \"${licence}\", \"licenseInfoInFiles\": [\"${licence}\"], \"copyrightText\": \"${copyright}\"}"
      PARENT_SCOPE)
  set(sha1 ${sha1} PARENT_SCOPE)
endfunction()

# A library: of which version is told by the build, from which Debian package by dpkg.
function(library_entry result name version)
  foreach(which debian licence home)
    library_fact(${which} "${name}" ${which})
  endforeach()
  spdx_id(id Package "${name}")
  set(supplier NOASSERTION)
  set(download NOASSERTION)
  set(references "")
  debian_version(revision ${debian} "\${Version}")
  if(revision)
    debian_version(source ${debian} "\${source:Package}/\${source:Version}")
    debian_version(architecture ${debian} "\${Architecture}")
    string(REPLACE "+" "%2B" url_name ${debian})
    string(REPLACE "+" "%2B" url_revision ${revision})
    string(REPLACE ":" "%3A" url_revision ${url_revision})
    string(REPLACE "+" "%2B" source "${source}")
    set(supplier "Organization: Debian")
    set(download "https://snapshot.debian.org/package/${source}/")
    set(references ",
     \"sourceInfo\": \"taken from the Debian package ${debian} ${revision}\",
     \"externalRefs\": [{\"referenceCategory\": \"PACKAGE-MANAGER\", \"referenceType\": \"purl\",
                       \"referenceLocator\": \"pkg:deb/debian/${url_name}@${url_revision}?arch=${architecture}\"}]")
  endif()
  set(${result} "    {\"SPDXID\": \"${id}\", \"name\": \"${name}\", \"versionInfo\": \"${version}\",
     \"supplier\": \"${supplier}\", \"downloadLocation\": \"${download}\", \"homepage\": \"${home}\",
     \"filesAnalyzed\": false, \"licenseConcluded\": \"${licence}\", \"licenseDeclared\": \"${licence}\",
     \"copyrightText\": \"NOASSERTION\"${references}}" PARENT_SCOPE)
endfunction()

function(relationship result from type to)
  set(${result} "    {\"spdxElementId\": \"${from}\", \"relationshipType\": \"${type}\", \"relatedSpdxElement\": \"${to}\"}"
      PARENT_SCOPE)
endfunction()

# How `user`, as packaging/libraries.cmake names it, hangs together with a library. A file that this processor does not
# have is left out.
function(add_link user library how)
  spdx_id(id Package "${library}")
  set(type DYNAMIC_LINK)
  if(how STREQUAL "static")
    set(type STATIC_LINK)
  endif()
  if(user MATCHES "^dynamic:(.*)")
    set(user ${CMAKE_MATCH_1})
    set(type DYNAMIC_LINK)
  endif()
  if(user STREQUAL "-")
    relationship(entry ${id} OPTIONAL_DEPENDENCY_OF SPDXRef-Package-tokenshift)
  elseif(user MATCHES "^package:(.*)")
    spdx_id(user_id Package "${CMAKE_MATCH_1}")
    relationship(entry ${user_id} ${type} ${id})
  elseif(user IN_LIST files)
    spdx_id(user_id File "${user}")
    relationship(entry ${user_id} ${type} ${id})
  else()
    return()
  endif()
  list(APPEND relationships "${entry}")
  set(relationships "${relationships}" PARENT_SCOPE)
endfunction()

# The libraries' entries, how they hang together with our files, and the licences of what is part of the program.
macro(add_libraries)
  string(REPLACE "," ";" libraries "${CPACK_TOKENSHIFT_LIBRARIES}")
  foreach(library IN LISTS libraries)
    string(REPLACE " " ";" words "${library}")
    list(POP_FRONT words name version how)
    library_entry(entry "${name}" "${version}")
    list(APPEND packages "${entry}")
    library_fact(licence "${name}" licence)
    string(REGEX REPLACE "^(.* .*)$" "(\\1)" licence "${licence}")
    library_fact(users "${name}" users)
    string(REPLACE " " ";" users "${users}")
    foreach(user IN LISTS users)
      add_link("${user}" "${name}" ${how})
    endforeach()
    if(how STREQUAL "static")
      list(APPEND licences "${licence}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES licences)
endmacro()

# write_sbom(TREE OWN): describes the files under TREE, and lies among them as OWN.
function(write_sbom tree own)
  file(GLOB_RECURSE files RELATIVE ${tree} ${tree}/*)
  list(REMOVE_ITEM files ${own})
  list(SORT files)
  relationship(entry SPDXRef-DOCUMENT DESCRIBES SPDXRef-Package-tokenshift)
  set(relationships "${entry}")
  set(sums "")
  set(entries "")
  set(licences Apache-2.0)
  foreach(file IN LISTS files)
    file_entry(entry ${tree} "${file}")
    list(APPEND entries "${entry}")
    list(APPEND sums ${sha1})
    spdx_id(id File "${file}")
    relationship(entry SPDXRef-Package-tokenshift CONTAINS ${id})
    list(APPEND relationships "${entry}")
  endforeach()
  list(SORT sums)
  list(JOIN sums "" sums)
  string(SHA1 verification "${sums}")
  set(packages "")
  add_libraries()
  string(TIMESTAMP created "%Y-%m-%dT%H:%M:%SZ" UTC)  # that of SOURCE_DATE_EPOCH, when it is set
  # The identity of this document: another when a file, a library or the moment is another.
  string(UUID identity NAMESPACE 6ba7b811-9dad-11d1-80b4-00c04fd430c8 TYPE SHA1
         NAME "${verification} ${created} ${packages}")
  list(JOIN licences " AND " licence)
  list(JOIN packages ",\n" packages)
  list(JOIN entries ",\n" entries)
  list(JOIN relationships ",\n" relationships)
  file(CONFIGURE OUTPUT ${tree}/${own} @ONLY CONTENT [[{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "tokenshift-@CPACK_PACKAGE_VERSION@",
  "documentNamespace": "https://spdx.org/spdxdocs/tokenshift-@CPACK_PACKAGE_VERSION@-@identity@",
  "creationInfo": {"created": "@created@",
                   "creators": ["Organization: the tokenshift authors", "Tool: tokenshift-packaging-@CPACK_PACKAGE_VERSION@"]},
  "packages": [
    {"SPDXID": "SPDXRef-Package-tokenshift", "name": "tokenshift", "versionInfo": "@CPACK_PACKAGE_VERSION@",
     "supplier": "Organization: the tokenshift authors", "downloadLocation": "NOASSERTION",
     "primaryPackagePurpose": "APPLICATION", "filesAnalyzed": true,
     "packageVerificationCode": {"packageVerificationCodeValue": "@verification@",
                                 "packageVerificationCodeExcludedFiles": ["./@own@"]},
     "licenseConcluded": "@licence@", "licenseDeclared": "Apache-2.0",
     "copyrightText": "Copyright 2026 the tokenshift authors"},
@packages@
  ],
  "files": [
@entries@
  ],
  "relationships": [
@relationships@
  ]
}
]])
endfunction()
