using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;

namespace SecretsKit.Kubernetes.Discovery;

/// <summary>
/// What servers said of themselves, on disk: the folder of kubectl and Helm, in their layout, so that each program uses what the others
/// asked for. A cache that cannot be read or written is none: requests take its place.
/// </summary>
public sealed class DiscoveryCache
{
    /// <summary>The variable that names another folder.</summary>
    public const string FolderVariable = "KUBECACHEDIR";

    /// <summary>The document of the groups.</summary>
    internal const string GroupsFile = "servergroups.json";

    private const int MaxBytes = 16 * 1024 * 1024;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private readonly HostEnvironment _environment;
    private readonly TimeProvider _clock;

    private DiscoveryCache(HostEnvironment environment, TimeProvider clock, string folder) =>
        (_environment, _clock, Folder) = (environment, clock, folder);

    /// <summary>How long a document counts. Default six hours, as in kubectl.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The folder of this server.</summary>
    internal string Folder { get; }

    /// <summary>The cache of a server.</summary>
    /// <param name="environment">KUBECACHEDIR names the folder; else it is <c>~/.kube/cache</c>.</param>
    /// <param name="clock">Says how old documents are.</param>
    /// <param name="server">The URL of the API server.</param>
    /// <returns>Null where there is no home folder.</returns>
    public static DiscoveryCache? For(HostEnvironment environment, TimeProvider clock, string server)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(server);
        var root = environment.Variable(FolderVariable) is { Length: > 0 } folder ? environment.ResolvePath(folder)
            : environment.HomeDirectory is { } home ? Path.Combine(home, ".kube", "cache")
            : null;
        return root is null ? null : new(environment, clock, Path.Combine(root, "discovery", FolderName(server)));
    }

    /// <summary>A document, or nil if there is none that counts.</summary>
    /// <param name="file">Its path in the folder of the server.</param>
    internal Value Read(string file)
    {
        var path = Path.Combine(Folder, file);
        try
        {
            // A file from the future is of another clock.
            var age = _clock.GetUtcNow() - File.GetLastWriteTimeUtc(path);
            return File.Exists(path) && age <= Lifetime && age >= -TimeSpan.FromMinutes(1)
                && GoJson.TryParse(FileReader.Read(_environment, path, MaxBytes), out var document, out _)
                ? document
                : Value.Nil;
        }
        catch (Exception failure) when (failure is SecretsKitException or IOException or UnauthorizedAccessException)
        {
            return Value.Nil;
        }
    }

    /// <summary>Keeps a document, if that is possible.</summary>
    internal void Write(string file, Value document)
    {
        var path = Path.Combine(Folder, file);
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, FolderMode);
            }

            AtomicFile.Write(new()
            {
                Environment = _environment,
                Path = path,
                Content = GoJson.Format(document, GoJsonOptions.Compact),
                Kind = FileContentKind.Public,
                Links = LinkPolicy.Refuse,
                NewFileMode = FileMode,
            });
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, FileMode);
            }
        }
        catch (Exception failure) when (failure is SecretsKitException or IOException or UnauthorizedAccessException)
        {
            // Nothing is lost: the next run asks the server again.
            return;
        }
    }

    // kubectl's rule: the URL without its scheme, of which all but letters, digits, underscores, slashes, dots and parentheses are
    // replaced.
    private static string FolderName(string server)
    {
        var rest = server.StartsWith("https://", StringComparison.Ordinal) ? server["https://".Length..]
            : server.StartsWith("http://", StringComparison.Ordinal) ? server["http://".Length..]
            : server;
        return string.Join(
            '/',
            string.Concat(rest.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '.' or '(' or ')' ? c : '_'))
                .Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Where(part => part is not ("." or "..")));
    }
}
