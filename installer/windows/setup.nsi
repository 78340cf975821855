; 决算工作台的安装程序：当前用户，不需要管理员权限。由 installer/build.py 给出 VERSION NUMBERS OUT LISTS ICON FAST。
Target amd64-unicode
Unicode true
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh

!define NAME "决算工作台"
!define PROGRAM "决算工作台.exe"
!define REMOVER "卸载.exe"
!define PROGID "Juesuan.Workbook"
!define HOME_KEY "Software\Juesuan"
!define CLASSES "Software\Classes"
!define REMOVE_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Juesuan"
!define PATH_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define OWN_FOLDER "$LOCALAPPDATA\决算工作台"

Name "${NAME}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${HOME_KEY}" "InstallDir"
SetOverwrite on
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME}安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT 许可证"

Var Welcome
Var Former

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "$Welcome"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "打开${NAME}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; 程序开着时文件换不掉：请用户关上；静默安装则以退出码 5 结束。
!macro RefuseWhileRunning un
Function ${un}RefuseWhileRunning
  ${DoWhile} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Silent}
      SetErrorLevel 5
      Quit
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正在运行。请先保存并关闭它，再按重试。" IDRETRY +2
    Quit
  ${Loop}
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
    IfSilent +2
    MessageBox MB_OK|MB_ICONSTOP "${NAME}需要 Windows 10（1809 以后）或 Windows 11，64 位。"
    SetErrorLevel 6
    Quit
  ${EndIf}
  ReadRegStr $0 HKCU "${HOME_KEY}" "Version"
  ReadRegStr $Former HKCU "${HOME_KEY}" "InstallDir"
  ${If} $0 == ""
    StrCpy $Welcome "只为当前用户安装，不需要管理员权限，不联网，也不改变 Excel 文件原来的打开方式。"
  ${ElseIf} $0 == "${VERSION}"
    StrCpy $Welcome "本机已装有这一版，将重新装一遍所有程序文件（修复）。您的文件和设置不受影响。"
  ${Else}
    StrCpy $Welcome "本机已装有 $0 版，将在原处换成 ${VERSION} 版。您的文件和设置不受影响。"
  ${EndIf}
FunctionEnd

; 旧版装了什么，由旧版自己的卸载程序逐个删去。
Function RemoveFormer
  ${If} $Former != ""
  ${AndIf} ${FileExists} "$Former\${REMOVER}"
    ExecWait '"$Former\${REMOVER}" /S _?=$Former'
    Delete "$Former\${REMOVER}"
    RMDir "$Former"
  ${EndIf}
FunctionEnd

Section "程序" SectionProgram
  SectionIn RO
  Call RefuseWhileRunning
  Call RemoveFormer
  !include "${LISTS}/install.nsh"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\${REMOVER}"
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortCut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  CreateShortCut "$SMPROGRAMS\${NAME}\使用说明.lnk" "$INSTDIR\site\juesuan\resources\guide\用户手册.html"
  CreateShortCut "$SMPROGRAMS\${NAME}\卸载${NAME}.lnk" "$INSTDIR\${REMOVER}"
  WriteRegStr HKCU "${HOME_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${HOME_KEY}" "Version" "${VERSION}"
  WriteRegStr HKCU "${PATH_KEY}\${PROGRAM}" "" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${PATH_KEY}\juesuan.exe" "" "$INSTDIR\juesuan.exe"
  WriteRegStr HKCU "${REMOVE_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${REMOVE_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVE_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${REMOVE_KEY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${REMOVE_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVE_KEY}" "UninstallString" '"$INSTDIR\${REMOVER}"'
  WriteRegStr HKCU "${REMOVE_KEY}" "QuietUninstallString" '"$INSTDIR\${REMOVER}" /S'
  WriteRegDWORD HKCU "${REMOVE_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVE_KEY}" "NoRepair" 1
  WriteRegDWORD HKCU "${REMOVE_KEY}" "EstimatedSize" ${KILOBYTES}
  ; 管理员放在安装程序旁边的设置文件，只在用户还没有设置时取用
  ${IfNot} ${FileExists} "${OWN_FOLDER}\决算工作台.ini"
  ${AndIf} ${FileExists} "$EXEDIR\决算工作台.ini"
    CreateDirectory "${OWN_FOLDER}"
    CopyFiles /SILENT "$EXEDIR\决算工作台.ini" "${OWN_FOLDER}\决算工作台.ini"
  ${EndIf}
SectionEnd

!macro Associate extension
  WriteRegStr HKCU "${CLASSES}\${extension}\OpenWithProgids" "${PROGID}" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\SupportedTypes" "${extension}" ""
  WriteRegStr HKCU "${HOME_KEY}\Capabilities\FileAssociations" "${extension}" "${PROGID}"
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${extension}\shell\Juesuan" "" "用${NAME}打开"
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${extension}\shell\Juesuan" "Icon" '"$INSTDIR\${PROGRAM}",0'
  WriteRegStr HKCU "${CLASSES}\SystemFileAssociations\${extension}\shell\Juesuan\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
!macroend

; 只删既没有值也没有子键的键：别的程序也在这些键里登记。
!macro DeleteEmptyKey key
  ClearErrors
  EnumRegValue $0 HKCU "${key}" 0
  ${If} ${Errors}
    DeleteRegKey /ifempty HKCU "${key}"
  ${EndIf}
!macroend

!macro Dissociate extension
  DeleteRegValue HKCU "${CLASSES}\${extension}\OpenWithProgids" "${PROGID}"
  !insertmacro DeleteEmptyKey "${CLASSES}\${extension}\OpenWithProgids"
  !insertmacro DeleteEmptyKey "${CLASSES}\${extension}"
  DeleteRegKey HKCU "${CLASSES}\SystemFileAssociations\${extension}\shell\Juesuan"
  !insertmacro DeleteEmptyKey "${CLASSES}\SystemFileAssociations\${extension}\shell"
  !insertmacro DeleteEmptyKey "${CLASSES}\SystemFileAssociations\${extension}"
!macroend

!macro TellShell
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Section "“打开方式”和右键菜单" SectionAssociation
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "" "决算工作簿"
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "FriendlyTypeName" "决算工作簿"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\DefaultIcon" "" '"$INSTDIR\${PROGRAM}",0'
  WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\DefaultIcon" "" '"$INSTDIR\${PROGRAM}",0'
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${HOME_KEY}\Capabilities" "ApplicationName" "${NAME}"
  WriteRegStr HKCU "${HOME_KEY}\Capabilities" "ApplicationDescription" "部门决算报表的填报、审核与决算情况说明"
  WriteRegStr HKCU "${HOME_KEY}\Capabilities" "ApplicationIcon" '"$INSTDIR\${PROGRAM}",0'
  WriteRegStr HKCU "Software\RegisteredApplications" "${NAME}" "${HOME_KEY}\Capabilities"
  !insertmacro Associate ".xlsx"
  !insertmacro Associate ".xls"
  !insertmacro TellShell
SectionEnd

Section "桌面快捷方式" SectionDesktop
  CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
SectionEnd

Section "Uninstall"
  Call un.RefuseWhileRunning
  SetOutPath "$TEMP"
  !include "${LISTS}/remove.nsh"
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\使用说明.lnk"
  Delete "$SMPROGRAMS\${NAME}\卸载${NAME}.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  Delete "$DESKTOP\${NAME}.lnk"
  !insertmacro Dissociate ".xlsx"
  !insertmacro Dissociate ".xls"
  !insertmacro DeleteEmptyKey "${CLASSES}\SystemFileAssociations"
  DeleteRegKey HKCU "${CLASSES}\Applications\${PROGRAM}"
  !insertmacro DeleteEmptyKey "${CLASSES}\Applications"
  DeleteRegKey HKCU "${CLASSES}\${PROGID}"
  DeleteRegValue HKCU "Software\RegisteredApplications" "${NAME}"
  !insertmacro DeleteEmptyKey "Software\RegisteredApplications"
  DeleteRegKey HKCU "${HOME_KEY}"
  DeleteRegKey HKCU "${PATH_KEY}\${PROGRAM}"
  DeleteRegKey HKCU "${PATH_KEY}\juesuan.exe"
  !insertmacro DeleteEmptyKey "${PATH_KEY}"
  DeleteRegKey HKCU "${REMOVE_KEY}"
  Delete "$INSTDIR\${REMOVER}"
  RMDir "$INSTDIR"
  ; 编译好的公式只是缓存；设置和没有保存的编辑是用户的，留着
  Delete "$LOCALAPPDATA\juesuan\rules-*.pickle"
  RMDir "$LOCALAPPDATA\juesuan"
  !insertmacro TellShell
SectionEnd
