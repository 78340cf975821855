/* Starts Python from this program's own folder: the same source makes the windowed and the console program. */
#include <windows.h>
#include <wchar.h>

#define MOST 32768

typedef int (*python_main)(int, wchar_t **);

static int fail(const wchar_t *words) {
    MessageBoxW(NULL, words, L"决算工作台", MB_OK | MB_ICONERROR);
    return 2;
}

static int start(int count, wchar_t **words) {
    static wchar_t folder[MOST], library[MOST + 32], script[MOST + 32];
    DWORD length = GetModuleFileNameW(NULL, folder, MOST);
    wchar_t *end = wcsrchr(folder, L'\\');
    if (!length || length >= MOST || !end)
        return fail(L"程序所在的文件夹路径过长。请装到较短的路径下。");
    *end = 0;
    SetDllDirectoryW(L"");
    SetEnvironmentVariableW(L"QT_PLUGIN_PATH", NULL);
    swprintf(library, MOST + 32, L"%ls\\python311.dll", folder);
    swprintf(script, MOST + 32, L"%ls\\start.py", folder);
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    python_main run = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run)
        return fail(L"程序文件不完整：python311.dll 不能载入。请重新运行安装程序修复。");
    wchar_t **all = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, (count + 6) * sizeof(wchar_t *));
    wchar_t *fixed[] = {words[0], L"-I", L"-B", L"-X", L"utf8", script};
    for (int i = 0; i < 6; i++)
        all[i] = fixed[i];
    for (int i = 1; i < count; i++)
        all[i + 5] = words[i];
    return run(count + 5, all);
}

int wmain(int count, wchar_t **words) {
    return start(count, words);
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *line, int show) {
    int count = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    (void)instance, (void)previous, (void)line, (void)show;
    return words ? start(count, words) : 2;
}
