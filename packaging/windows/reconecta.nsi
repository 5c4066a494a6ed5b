; The setup program for one person: no administrator is asked for, nothing outside of the person's own folders is
; written. Silent switches are described in docs/windows.md.
;
; makensis -DVERSION=1.2.3 -DFILES=<folder with the program> -DOUT=<setup.exe> reconecta.nsi

Target amd64-unicode
Unicode true
ManifestSupportedOS Win10
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WordFunc.nsh

!define NAME "Reconecta"
!define PROGRAM "reconecta.exe"
!define IDENTIFIER "app.reconecta.desktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

; What went wrong, for whoever reads the exit code.
!define IN_USE 2
!define NEWER_INSTALLED 3
!define NOT_WRITTEN 4

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME}"
VIAddVersionKey LegalCopyright "MIT OR Apache-2.0"

!define MUI_ICON "..\..\icons\icon.ico"
!define MUI_UNICON "..\..\icons\icon.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "PortugueseBR"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"

LangString IN_USE_TEXT ${LANG_PORTUGUESEBR} "O ${NAME} está aberto. Feche-o e execute a instalação de novo."
LangString IN_USE_TEXT ${LANG_ENGLISH} "${NAME} is open. Close it and run this again."
LangString IN_USE_TEXT ${LANG_SPANISH} "${NAME} está abierto. Ciérrelo y ejecute la instalación de nuevo."
LangString NEWER_TEXT ${LANG_PORTUGUESEBR} "A versão $R0, mais nova que a ${VERSION}, já está instalada."
LangString NEWER_TEXT ${LANG_ENGLISH} "Version $R0, which is newer than ${VERSION}, is installed already."
LangString NEWER_TEXT ${LANG_SPANISH} "La versión $R0, más nueva que la ${VERSION}, ya está instalada."
LangString NOT_WRITTEN_TEXT ${LANG_PORTUGUESEBR} "Não foi possível gravar em $INSTDIR."
LangString NOT_WRITTEN_TEXT ${LANG_ENGLISH} "$INSTDIR could not be written."
LangString NOT_WRITTEN_TEXT ${LANG_SPANISH} "No se pudo escribir en $INSTDIR."

!macro GiveUp CODE TEXT
  SetErrorLevel ${CODE}
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  Quit
!macroend

; A program that runs cannot be opened for writing.
!macro RefuseWhileOpen
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      !insertmacro GiveUp ${IN_USE} "$(IN_USE_TEXT)"
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  ; What a newer version wrote, an older one may not be able to read.
  ReadRegStr $R0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $R0 != ""
    ${VersionCompare} "$R0" "${VERSION}" $R1
    ${GetParameters} $R2
    ClearErrors
    ${GetOptions} $R2 "/DOWNGRADE" $R3
    ${If} ${Errors}
    ${AndIf} $R1 == 1
      !insertmacro GiveUp ${NEWER_INSTALLED} "$(NEWER_TEXT)"
    ${EndIf}
  ${EndIf}
FunctionEnd

!macro RemoveFiles FOLDER
  Delete "${FOLDER}\${PROGRAM}"
  Delete "${FOLDER}\WebView2Loader.dll"
  Delete "${FOLDER}\LICENSE.txt"
  Delete "${FOLDER}\uninstall.exe"
  ; Only when nothing of the person's is in it.
  RMDir "${FOLDER}"
!macroend

Section
  !insertmacro RefuseWhileOpen
  ReadRegStr $R4 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  SetOverwrite try
  SetOutPath "$INSTDIR"
  ClearErrors
  File "${FILES}\${PROGRAM}"
  File "${FILES}\WebView2Loader.dll"
  File /oname=LICENSE.txt "..\..\LICENSE-MIT"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    ${If} $R4 != $INSTDIR
      !insertmacro RemoveFiles "$INSTDIR"
    ${EndIf}
    !insertmacro GiveUp ${NOT_WRITTEN} "$(NOT_WRITTEN_TEXT)"
  ${EndIf}
  ; The app is in one place only.
  ${If} $R4 != ""
  ${AndIf} $R4 != $INSTDIR
    !insertmacro RemoveFiles "$R4"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
SectionEnd

Section un.
  !insertmacro RefuseWhileOpen
  !insertmacro RemoveFiles "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  ; What the app itself has written: starting with Windows, and its name for notifications.
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${NAME}"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${NAME}"
  DeleteRegKey HKCU "Software\Classes\AppUserModelId\${IDENTIFIER}"

  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PURGE" $R1
  ${IfNot} ${Errors}
    RMDir /r "$LOCALAPPDATA\${IDENTIFIER}"
  ${EndIf}
SectionEnd
