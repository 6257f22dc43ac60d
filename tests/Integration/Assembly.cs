using System.Runtime.Versioning;

// Real files, processes and signals as Unix has them.
[assembly: UnsupportedOSPlatform("windows")]
