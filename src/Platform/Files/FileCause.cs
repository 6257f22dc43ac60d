using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Files;

/// <summary>What is wrong with a file.</summary>
public enum FileFault
{
    /// <summary>It does not exist, or a folder on the way to it is none.</summary>
    NotFound,

    /// <summary>It cannot be opened or read.</summary>
    Unreadable,

    /// <summary>It cannot be written.</summary>
    Unwritable,
}

/// <summary>Why a file cannot be used.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Path">The file, as it was named.</param>
public sealed record FileCause(FileFault Fault, string Path) : FailureCause;
