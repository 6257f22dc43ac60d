using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Secrets;

/// <summary>Help for the helm-secrets command line, from its tables.</summary>
/// <param name="calledAs">How the program was called.</param>
internal sealed class HelmSecretsHelp(string calledAs)
{
    private static readonly (string, string)[] ExitCodes =
    [
        ("0", "done"), ("1", "failed"), ("200", "edit: nothing was changed; edit ends as sops does, otherwise too"),
    ];

    /// <summary>All pages.</summary>
    public static DialectPages All()
    {
        var help = new HelmSecretsHelp("secretskit secrets");
        return new(
            "secrets",
            "the helm-secrets command line",
            [("", help.Overview()), .. HelmSecretsCommands.All.Select(command => (command.Name, help.Of(command)))]);
    }

    /// <summary>The help of the whole command line.</summary>
    public HelpPage Overview() => new(
        [$"{calledAs} [options] COMMAND [flags] [FILE]", $"{calledAs} [options] HELM-COMMAND [words of Helm]"],
        "The helm-secrets command line, for files of values. All other commands are Helm's: encrypted files that they name are decrypted " +
        "in memory.",
        new(
            "commands:",
            [.. HelmSecretsCommands.All.Select(command => ($"{command.Name} {command.Usage}".TrimEnd(), command.Summary))]),
        new("options, before the command:", FlagHelp.Rows(HelmSecretsFlags.Global.Flags)),
        new(
            "examples:",
            [
                ($"{calledAs} edit secrets.yaml", "change it in your editor"),
                ($"{calledAs} upgrade orders ./chart -f secrets.yaml", "deploy with values of an encrypted file"),
                ($"{calledAs} upgrade orders ./chart -f secrets://secrets.yaml", "the same by its URL"),
            ]),
        new("exit codes:", ExitCodes))
    {
        Closing = $"'{calledAs} COMMAND --help' explains a command.",
    };

    /// <summary>The help of a command.</summary>
    public HelpPage Of(HelmSecretsCommand command) => new(
        [$"{calledAs} {command.Name} {command.Usage}".TrimEnd()],
        command.Summary,
        new("flags:", FlagHelp.Rows(command.Flags.Flags)),
        new("examples:", [.. Examples(command.Name).Select(example => ($"{calledAs} {example.Line}", example.Purpose))]),
        new("exit codes:", [.. ExitCodes.Where(row => row.Item1 != "200" || command.Name == "edit")]));

    /// <summary>The help of a Helm command behind the plugin's options.</summary>
    public HelpPage OfHelm(string command) => new(
        [$"{calledAs} [options] {command} [arguments and flags of helm {command}]"],
        $"Runs 'helm {command}'. Encrypted files named by -f, --values and --set-file, and encrypted values of --set, --set-string and " +
        "--set-json, are decrypted in memory before.",
        new(
            "examples:",
            [
                ($"{calledAs} upgrade orders ./chart -f secrets.yaml", "deploy"),
                ($"{calledAs} lint ./chart -f secrets.yaml", "check"),
            ]),
        new("exit codes:", [("0", "done"), ("other", $"as 'helm {command}' ends")]))
    {
        Closing = $"'secretskit helm {command} --help' explains the command itself.",
    };

    private static (string Line, string Purpose)[] Examples(string command) => command switch
    {
        "encrypt" => [("encrypt secrets.yaml > secrets.enc.yaml", "into another file"), ("encrypt -i secrets.yaml", "in place")],
        "decrypt" => [("decrypt secrets.yaml", "print it"), ("decrypt -i secrets.yaml", "in place: it is plaintext then")],
        "edit" => [("edit secrets.yaml", "in the editor of SOPS_EDITOR or EDITOR")],
        "enc" => [("enc secrets.yaml", "takes back what you changed in secrets.yaml.dec")],
        "dec" => [("dec secrets.yaml", "writes secrets.yaml.dec, which git should ignore")],
        "view" => [("view secrets.yaml", "print it")],
        "clean" => [("clean .", "after deploys with 3.x")],
        "patch" => [("patch unix", "nothing to do")],
        "dir" => [("dir", "where the plugin is")],
        "downloader" => [("downloader '' '' '' secrets://secrets.yaml", "as Helm 3 calls it")],
        "secrets-getter" => [("secrets-getter '' '' '' secrets://secrets.yaml", "as Helm 4 calls it")],
        "post-renderer" => [("--evaluate-templates true template ./chart", "how it is asked for")],
        _ => [],
    };
}
