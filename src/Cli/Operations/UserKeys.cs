using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Providers.Age;

namespace SecretsKit.Cli.Operations;

/// <summary>The age key files of this user: where sops looks for them by itself.</summary>
internal static class UserKeys
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The file that needs no variable to be found.</summary>
    /// <exception cref="SecretsKitException">There is no home folder.</exception>
    public static string DefaultPath(HostEnvironment environment) => environment.UserConfigDirectory is { } folder
        ? Path.Combine(environment.ResolvePath(folder), "sops", "age", "keys.txt")
        : throw new SecretsKitException(
            ErrorCode.General, "the default place for keys is not known: neither HOME nor XDG_CONFIG_HOME is set")
        {
            Hint = "name a file with --output",
        };

    /// <summary>
    /// The public keys at hand: of <c>SOPS_AGE_KEY</c>, of the file that <c>SOPS_AGE_KEY_FILE</c> names,
    /// else of the default file. Empty if there are none. Those that a plugin alone knows are left out.
    /// </summary>
    /// <exception cref="SecretsKitException">A file is unreadable, holds no identities, or is behind a passphrase.</exception>
    public static IReadOnlyList<string> Recipients(CliHost host)
    {
        if (host.Environment.Variable("SOPS_AGE_KEY") is { Length: > 0 } text)
        {
            return RecipientsOf(Encoding.UTF8.GetBytes(text), "SOPS_AGE_KEY");
        }

        var path = host.Environment.Variable("SOPS_AGE_KEY_FILE") is { Length: > 0 } named ? named
            : host.Environment.UserConfigDirectory is null ? null : DefaultPath(host.Environment);
        return path is null || !File.Exists(host.Environment.ResolvePath(path))
            ? []
            : RecipientsOf(FileReader.Read(host.Environment, path), path);
    }

    /// <summary>Adds an identity behind those of a file, which is made if it is not there.</summary>
    /// <exception cref="SecretsKitException">The file holds something else than identities, or cannot be written.</exception>
    public static void Append(CliHost host, string path, string identityText)
    {
        var full = host.Environment.ResolvePath(path);
        MakeFolder(Path.GetDirectoryName(full)!);
        byte[] before = [];
        var snapshot = FileSnapshot.Missing;
        if (File.Exists(full))
        {
            before = FileReader.Read(host.Environment, path);
            snapshot = FileSnapshot.Of(before);
            RecipientsOf(before, path);
        }

        var separator = before.Length > 0 && before[^1] != '\n' ? "\n" : "";
        Output.Write(
            host, path, (byte[])[.. before, .. Encoding.UTF8.GetBytes(separator + identityText)], FileContentKind.Plaintext, snapshot);
    }

    /// <summary>Writes a file of identities that must not be there yet.</summary>
    /// <exception cref="SecretsKitException">It is there, or cannot be written.</exception>
    public static void Create(CliHost host, string path, string text)
    {
        MakeFolder(Path.GetDirectoryName(host.Environment.ResolvePath(path))!);
        Output.Write(host, path, Encoding.UTF8.GetBytes(text), FileContentKind.Plaintext, FileSnapshot.Missing);
    }

    private static IReadOnlyList<string> RecipientsOf(byte[] identities, string origin)
    {
        try
        {
            return AgeKeygen.IsProtected(identities)
                ? throw new SecretsKitException(
                    ErrorCode.General, $"{origin} is behind a passphrase, and its public key cannot be read from outside")
                {
                    Hint = "name another file with --output, or a recipient with --age; 'secretskit keygen -y FILE' asks and prints it",
                }
                : AgeKeygen.KnownRecipientsOf(identities);
        }
        catch (AgeException failure)
        {
            throw new SecretsKitException(
                ErrorCode.General, $"{origin} holds no age identities that can be read: {failure.Message}", failure)
            {
                Hint = "name another file with --output, or a recipient with --age",
            };
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerFolder);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"the folder {folder} cannot be made", failure)
            {
                Hint = "name a file with --output",
            };
        }
    }
}
