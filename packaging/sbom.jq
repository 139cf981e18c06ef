# SPDX-License-Identifier: Apache-2.0
# The complaints about a bill of materials, one a line: what SPDX 2.3 requires of the fields that are used, and what
# we promise beyond.  jq -r --argjson version "$(tokenshift --version -o json)" -f packaging/sbom.jq FILE
def complain(condition; text): if condition then empty else text end;
def text: type == "string" and length > 0;
def identifier: text and test("^SPDXRef-[A-Za-z0-9.-]+$");
def sum(algorithm; digits): [.checksums[]? | select(.algorithm == algorithm and (.checksumValue | test("^[0-9a-f]{\(digits)}$")))] | length == 1;
def word: "[A-Za-z0-9.-]+\\+?( WITH [A-Za-z0-9.-]+)?";
def licence: text and (. == "NOASSERTION" or test("^(\(word)|\\(\(word)\\))( (AND|OR) (\(word)|\\(\(word)\\)))*$"));
def linked: {"statically": "STATIC_LINK", "dynamically": "DYNAMIC_LINK", "when needed": "DYNAMIC_LINK"};

. as $all
| [.SPDXID, .packages[].SPDXID, .files[].SPDXID] as $ids
| (
  complain(.spdxVersion == "SPDX-2.3"; "spdxVersion is \(.spdxVersion)"),
  complain(.dataLicense == "CC0-1.0"; "dataLicense is \(.dataLicense)"),
  complain(.SPDXID == "SPDXRef-DOCUMENT"; "SPDXID is \(.SPDXID)"),
  complain(.name | text; "the document has no name"),
  complain((.documentNamespace | text) and (.documentNamespace | test("^https?://[^#]+$")); "documentNamespace is \(.documentNamespace)"),
  complain(.creationInfo.created // "" | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"); "created is \(.creationInfo.created)"),
  complain((.creationInfo.creators // []) | length > 0 and all(test("^(Person|Organization|Tool): .+")); "creators are \(.creationInfo.creators)"),
  ($ids | group_by(.)[] | select(length > 1) | "\(.[0]) is there twice"),
  ($ids[] | select(identifier | not) | "\(.) is no identifier"),
  (.packages[] | . as $p
    | complain(.name | text; "a package has no name"),
      complain(.versionInfo | text; "\($p.name) has no version"),
      complain(.downloadLocation | text; "\($p.name) has no download location"),
      complain((.supplier // "") | test("^((Person|Organization): .+|NOASSERTION)$"); "\($p.name) has no supplier"),
      complain(.licenseConcluded | licence; "\($p.name): concluded licence \(.licenseConcluded)"),
      complain(.licenseDeclared | licence; "\($p.name): declared licence \(.licenseDeclared)"),
      complain(.licenseConcluded != "NOASSERTION" and .licenseDeclared != "NOASSERTION"; "\($p.name) has no licence"),
      complain(.copyrightText | text; "\($p.name) has no copyright text"),
      complain(.filesAnalyzed == false or (.packageVerificationCode.packageVerificationCodeValue // "" | test("^[0-9a-f]{40}$")); "\($p.name) has no verification code"),
      (.externalRefs[]? | complain((.referenceType | text) and (.referenceLocator | test("^pkg:deb/debian/[^@ ]+@[^ ]+$")); "\($p.name): reference \(.referenceLocator)"))),
  (.files[] | . as $f
    | complain(.fileName // "" | startswith("./"); "file name \(.fileName)"),
      complain(sum("SHA1"; 40); "\($f.fileName) has no SHA1"),
      complain(sum("SHA256"; 64); "\($f.fileName) has no SHA256"),
      complain(.licenseConcluded | licence; "\($f.fileName): licence \(.licenseConcluded)"),
      complain(.copyrightText | text; "\($f.fileName) has no copyright text")),
  (.relationships[] | . as $r
    | complain(.spdxElementId | IN($ids[]); "a relationship of \($r.spdxElementId), which is not there"),
      complain(.relatedSpdxElement | IN($ids[]); "a relationship to \($r.relatedSpdxElement), which is not there"),
      complain(.relationshipType | IN("DESCRIBES", "CONTAINS", "STATIC_LINK", "DYNAMIC_LINK", "OPTIONAL_DEPENDENCY_OF"); "relationship \($r.relationshipType)")),
  complain([.relationships[] | select(.spdxElementId == "SPDXRef-DOCUMENT" and .relationshipType == "DESCRIBES")] | length == 1; "not one thing is described"),
  (.files[].SPDXID as $id | complain(any(.relationships[]; .relationshipType == "CONTAINS" and .relatedSpdxElement == $id); "\($id) is in no package")),
  ($version.libraries[] | . as $library
    | ($all.packages[] | select(.name == $library.name)) // null
    | . as $package
    | complain(. != null and .versionInfo == $library.version; "the program was built with \($library.name) \($library.version)"),
      complain(. == null or any($all.relationships[];
          (.relatedSpdxElement == $package.SPDXID and .relationshipType == linked[$library.linked])
          or (.spdxElementId == $package.SPDXID and .relationshipType == "OPTIONAL_DEPENDENCY_OF")); "\($library.name) is not \($library.linked) linked")),
  complain([.packages[].name] - [$version.libraries[].name] == ["tokenshift"]; "packages that the program does not name: \([.packages[].name] - [$version.libraries[].name])"),
  complain((.packages[] | select(.name == "tokenshift") | .versionInfo) == $version.version; "not of version \($version.version)")
)
