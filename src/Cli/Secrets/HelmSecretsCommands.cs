using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Secrets;

/// <summary>The commands of the helm-secrets command line: names, flags, help and what runs.</summary>
internal static class HelmSecretsCommands
{
    /// <summary>All of them, in the order of the help.</summary>
    public static readonly IReadOnlyList<HelmSecretsCommand> All =
    [
        new(
            "encrypt",
            "[-i] FILE",
            "Encrypts a file for the recipients of .sops.yaml, searched from the file's folder upward, and prints the result.")
        {
            Flags = new(HelmSecretsFlags.InPlace),
            NeedsFile = true,
            Run = (session, words, ct) => new HelmSecretsFiles(session).EncryptAsync(words, ct),
        },
        new("decrypt", "[-i] [--terraform] FILE", "Decrypts a file and prints it.")
        {
            Flags = new(HelmSecretsFlags.InPlace, HelmSecretsFlags.Terraform),
            NeedsFile = true,
            Run = (session, words, ct) => new HelmSecretsFiles(session).DecryptAsync(words, ct),
        },
        new("edit", "FILE", "Opens an encrypted file in your editor and encrypts what you save.")
        {
            NeedsFile = true,
            Run = (session, words, ct) => new HelmSecretsFiles(session).EditAsync(words, ct),
        },
        new("enc", "FILE", "Encrypts a file in place, as in 3.x; from FILE.dec, if that is there.")
        {
            NeedsFile = true,
            Run = (session, words, ct) => new HelmSecretsFiles(session).EncryptInPlaceAsync(words, ct),
        },
        new("dec", "FILE", "Decrypts a file to FILE.dec, as in 3.x.")
        {
            NeedsFile = true,
            Run = (session, words, ct) => new HelmSecretsFiles(session).DecryptBesideAsync(words, ct),
        },
        new("view", "FILE", "Prints a file decrypted, as in 3.x.")
        {
            NeedsFile = true,
            Run = (session, words, ct) => new HelmSecretsFiles(session).DecryptAsync(words, ct),
        },
        new("clean", "FOLDER", "Removes decrypted files (*.dec) below a folder, as in 3.x, if the encrypted file is beside them.")
        {
            NeedsFile = true,
            Run = (session, words, _) => HelmSecretsClean.RunAsync(session, words),
        },
        new("patch", "windows|unix", "Accepted: one program serves both, nothing has to be changed.")
        {
            Arguments = ["windows", "unix"],
            Run = (session, words, _) => HelmSecretsPlugin.PatchAsync(session, words),
        },
        new("dir", "", "Prints the folder of the plugin.")
        {
            Run = (session, _, _) => HelmSecretsPlugin.PrintFolderAsync(session),
        },
        new("downloader", "CERT KEY CA URL", "For Helm: prints what a URL such as secrets://FILE names, decrypted.")
        {
            Run = (session, words, ct) => HelmSecretsPlugin.DownloadAsync(session, words, ct),
        },
        new("secrets-getter", "CERT KEY CA URL", "The same, by the name of Helm 4.")
        {
            Run = (session, words, ct) => HelmSecretsPlugin.DownloadAsync(session, words, ct),
        },
        new("post-renderer", "", "For Helm: resolves vals references in manifests; not in this version.")
        {
            Run = (_, _, _) => throw SecretBackend.ValsIsMissing("post-renderer"),
        },
    ];

    /// <summary>The command of a name, or null.</summary>
    public static HelmSecretsCommand? Find(string name) => All.FirstOrDefault(command => command.Name == name);
}

/// <summary>One command.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Usage">What follows it.</param>
/// <param name="Summary">What it does.</param>
internal sealed record HelmSecretsCommand(string Name, string Usage, string Summary)
{
    /// <summary>Its flags, which stand before its arguments.</summary>
    public FlagTable Flags { get; init; } = new();

    /// <summary>Whether it does nothing without the name of a file or a folder.</summary>
    public bool NeedsFile { get; init; }

    /// <summary>The words that it takes, if they can be listed.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Runs it on the words behind it.</summary>
    public required Func<HelmSecretsSession, string[], CancellationToken, Task> Run { get; init; }
}
