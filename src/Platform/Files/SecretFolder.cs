using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>Where a <see cref="SecretFolder"/> may be made.</summary>
public enum SecretFolderPlace
{
    /// <summary>In memory only: XDG_RUNTIME_DIR or /dev/shm, if they are memory-backed; else refused.</summary>
    MemoryOnly,

    /// <summary>
    /// In memory if possible, else in the temporary directory, usually a disk. <see cref="SecretFolder.IsInMemory"/>
    /// says which, so that the user can be warned.
    /// </summary>
    MemoryOrDisk,

    /// <summary>In the temporary directory, whatever it is: what sops 3.13 does.</summary>
    TempDirectory,
}

/// <summary>What ends a <see cref="SecretFolder"/>.</summary>
public enum SecretFolderEnd
{
    /// <summary>Disposal, and at once a signal that would end the process.</summary>
    WithSignal,

    /// <summary>
    /// Disposal alone; until then SIGINT, SIGTERM, SIGHUP and SIGQUIT do not end the process, because somebody else still uses the folder.
    /// </summary>
    WithOwner,
}

/// <summary>
/// A folder that only this user can enter (0700), for plaintext that another program must see as a file:
/// the editor's, exec-file's. All files in it are overwritten and removed on disposal, and on SIGINT, SIGTERM, SIGHUP and SIGQUIT too,
/// unless another program still needs it then. Only SIGKILL or a crash leaves it, until the next one is made in the same place (Linux): the
/// kernel's lock on it says that it is no longer used.
/// </summary>
public sealed class SecretFolder : IDisposable
{
    /// <summary>What names of folders begin with by default.</summary>
    public const string DefaultPrefix = "secretskit-";

    /// <summary>The same for the drop-in of sops, whose folders begin so.</summary>
    public const string SopsPrefix = ".sops";

    private readonly Lock _gate = new();
    private readonly InterruptGuard _guard;
    private readonly HeldFolder? _held;
    private bool _removed;

    private SecretFolder(string path, HeldFolder? held, bool isInMemory, SecretFolderEnd end)
    {
        Path = path;
        IsInMemory = isInMemory;
        _held = held;
        _guard = end == SecretFolderEnd.WithSignal ? InterruptGuard.CleaningUp(() => Remove()) : InterruptGuard.HoldingOff();
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Whether the folder is memory-backed.</summary>
    public bool IsInMemory { get; }

    /// <summary>Makes the folder. The caller disposes it.</summary>
    /// <param name="environment">Where memory and temporary directory are.</param>
    /// <param name="place">Which of them.</param>
    /// <param name="end">What ends it.</param>
    /// <param name="prefix">What its name begins with: <see cref="DefaultPrefix"/> or <see cref="SopsPrefix"/>; chance goes on.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileUnwritable"/>: there is no such place, or no folder can be made there.
    /// </exception>
    public static SecretFolder Create(
        HostEnvironment environment, SecretFolderPlace place, SecretFolderEnd end = SecretFolderEnd.WithSignal,
            string prefix = DefaultPrefix)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (place != SecretFolderPlace.TempDirectory && !OperatingSystem.IsWindows())
        {
            foreach (var candidate in MemoryParents(environment))
            {
                if (TryMake(candidate, prefix) is { } made)
                {
                    return new SecretFolder(made.Path, made, isInMemory: true, end);
                }
            }
        }

        if (place == SecretFolderPlace.MemoryOnly)
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable,
                "no memory-backed folder for plaintext: neither XDG_RUNTIME_DIR nor /dev/shm is one that can be written")
            {
                Hint = "mount a tmpfs and name it in XDG_RUNTIME_DIR, or allow the temporary directory",
            };
        }

        var folder = environment.ResolvePath(environment.TempDirectory);
        if (OperatingSystem.IsWindows())
        {
            return new SecretFolder(
                Directory.CreateDirectory(System.IO.Path.Combine(folder, $"{prefix}{KernelRandom.NewName()}")).FullName,
                null,
                isInMemory: false,
                end);
        }

        var held = TryMake(folder, prefix)
            ?? throw FileErrors.Unwritable("mkdir", environment.TempDirectory, Marshal.GetLastPInvokeError());
        return new SecretFolder(held.Path, held, MemoryStorage.Holds(folder), end);
    }

    /// <summary>Writes a file of the owner alone (0600).</summary>
    /// <param name="name">A plain name, such as the base name of the target, so that editors see its extension.</param>
    /// <param name="content">Lent.</param>
    /// <returns>The absolute path.</returns>
    public string WriteFile(string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(name);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileWriteRequest.OwnerOnly;
        }

        try
        {
            using var stream = new FileStream(path, options);
            stream.Write(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unwritable("write", path, FileErrors.NumberOf(e, path));
        }

        return path;
    }

    /// <summary>Makes a named pipe of the owner alone, and returns its absolute path. <see cref="NamedPipe"/> feeds it.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    [UnsupportedOSPlatform("windows")]
    public string MakePipe(string name)
    {
        const uint OwnerOnly = 0x180;
        var path = PathOf(name);
        return FileCalls.MakeFifo(path, OwnerOnly) == 0 ? path : throw FileErrors.Unwritable("mkfifo", path, Marshal.GetLastPInvokeError());
    }

    /// <summary>Wipes and removes the folder. Calling it again does nothing.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileUnwritable"/>: something in it could not be removed, which the user must know.
    /// </exception>
    public void Dispose()
    {
        var failure = Remove();
        _guard.Dispose();
        if (!OperatingSystem.IsWindows())
        {
            _held?.Dispose();
        }

        if (failure is not null)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"plaintext was left behind in {Path}", failure);
        }
    }

    /// <summary>Where folders in memory are made, the first that works.</summary>
    [UnsupportedOSPlatform("windows")]
    internal static IEnumerable<string> MemoryParents(HostEnvironment environment) =>
        ((string?[])[environment.Variable("XDG_RUNTIME_DIR"), "/dev/shm"]).OfType<string>()
            .Where(candidate => candidate.Length > 0 && System.IO.Path.IsPathFullyQualified(candidate) && MemoryStorage.Holds(candidate));

    /// <summary>What the names of all folders begin with.</summary>
    internal static IReadOnlyList<string> Prefixes { get; } = [DefaultPrefix, SopsPrefix];

    /// <summary>The open folder, for programs that use it: it counts as used as long as they run. -1 where there is none.</summary>
    internal int Holder => OperatingSystem.IsWindows() || _held is null ? -1 : _held.Number;

    [UnsupportedOSPlatform("windows")]
    private static HeldFolder? TryMake(string parent, string prefix)
    {
        if (OperatingSystem.IsLinux())
        {
            HeldFolder.RemoveAbandonedIn(parent);
        }

        return HeldFolder.TryMake(parent, prefix);
    }

    private string PathOf(string name) => name.Length > 0
        && name is not ("." or "..")
        && !name.AsSpan().ContainsAny('/', '\0', System.IO.Path.DirectorySeparatorChar)
        ? System.IO.Path.Combine(Path, name)
        : throw new ArgumentException("not a plain file name", nameof(name));

    private Exception? Remove()
    {
        lock (_gate)
        {
            if (_removed)
            {
                return null;
            }

            var failure = FolderWiper.Remove(Path);
            _removed = failure is null;
            return failure;
        }
    }
}
