using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Files;

/// <summary>What is wrong with a file.</summary>
public enum FileFault
{
    /// <summary>It does not exist, or a folder on the way to it is none.</summary>
    NotFound,

    /// <summary>It cannot be opened or read.</summary>
    Unreadable,

    /// <summary>It cannot be written, for another reason than those below.</summary>
    Unwritable,

    /// <summary>It cannot be written: there is no room left.</summary>
    NoSpace,

    /// <summary>It cannot be written: there is a folder of that name.</summary>
    IsFolder,

    /// <summary>It cannot be written: its folder does not exist.</summary>
    NoFolder,

    /// <summary>
    /// No other file can take its place, as <see cref="FileWriteMode.Replace"/> needs; <see cref="FileWriteMode.InPlace"/> may work: the
    /// hint advises it, and hosts add how it is asked for.
    /// </summary>
    NotReplaceable,
}

/// <summary>Why a file cannot be used.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Path">The file, as it was named.</param>
public sealed record FileCause(FileFault Fault, string Path) : FailureCause;
