using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Framework;

/// <summary>
/// Words that people type out of habit from other tools, and what they want here. Who wants to read is never led to a verb that writes.
/// </summary>
internal static class Habits
{
    private const string Print = "'secretskit view FILE' prints the plaintext; 'secretskit dec FILE' writes it to FILE.dec";

    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["-d"] = Print,
        ["--decrypt"] = Print,
        ["decrypt"] = Print,
        ["show"] = Print,
        ["cat"] = Print,
        ["print"] = Print,
        ["read"] = Print,
        ["get"] = "'secretskit view --extract PATH FILE' prints one value",
        ["extract"] = "'secretskit view --extract PATH FILE' prints one value",
        ["-e"] = "'secretskit enc FILE' encrypts in place",
        ["--encrypt"] = "'secretskit enc FILE' encrypts in place",
        ["encrypt"] = "'secretskit enc FILE' encrypts in place",
        ["env"] = "'secretskit exec-env FILE -- COMMAND' runs a command with the values as variables",
        ["run"] = "'secretskit exec-env FILE -- COMMAND' runs a command with the values as variables",
        ["exec"] = "'secretskit exec-env FILE -- COMMAND' runs a command with the values as variables",
        ["install"] = "'secretskit git install' sets git up, 'secretskit helm install' installs a chart",
        ["ls"] = "'secretskit filestatus' lists encrypted files and who can read them",
        ["list"] = "'secretskit filestatus' lists encrypted files and who can read them",
        ["status"] = "'secretskit filestatus' lists encrypted files and who can read them",
        ["-r"] = "'secretskit rotate FILE' gives a file a new data key",
        ["delete"] = "'secretskit unset FILE PATH' removes a value",
        ["rm"] = "'secretskit unset FILE PATH' removes a value",
    };

    // By verb and option.
    private static readonly Dictionary<(string Verb, string Option), string> Options = new()
    {
        [("dec", "--stdout")] = "'secretskit view FILE' prints the plaintext",
        [("dec", "-d")] = "leave it out: dec decrypts",
        [("enc", "-i")] = "leave it out: enc encrypts in place, unless --output or --stdout says otherwise",
        [("enc", "--in-place")] = "leave it out: enc encrypts in place, unless --output or --stdout says otherwise",
        [("enc", "-e")] = "leave it out: enc encrypts",
        [("view", "-d")] = "leave it out: view decrypts",
        [("view", "--stdout")] = "leave it out: view prints to standard output",
        [("dec", "-i")] = "--in-place lets the plaintext replace the file; without it, FILE.dec is written",
    };

    /// <summary>What somebody wants who typed a command that there is not, or null.</summary>
    /// <param name="host">Files: a file alone is a habit, too.</param>
    /// <param name="word">As typed.</param>
    public static string? OfCommand(CliHost host, string word) => Commands.TryGetValue(word, out var hint) ? hint
        : File.Exists(host.Environment.ResolvePath(word))
            ? $"{CommandText.Line("secretskit", "view", word)} prints it, "
                + $"{CommandText.Line("secretskit", "edit", word)} opens it in your editor"
            : null;

    /// <summary>What somebody wants who typed an option that a verb does not have, or null.</summary>
    public static string? OfOption(string verb, string option) => Options.GetValueOrDefault((verb, option));
}
