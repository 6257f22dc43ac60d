using System.Runtime.InteropServices;

// The C library is the system's: without this the portable forms of the program look for a libc beside themselves first.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
