using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.Framework;

/// <summary>
/// Words that people type out of habit from other tools, and what they want here. Who wants to read is never led to a verb that writes.
/// </summary>
internal static class Habits
{
    private const string Print = "'secretskit view FILE' prints the plaintext; 'secretskit dec FILE' writes it to FILE.dec";
    private const string PrintOne = "'secretskit view --extract PATH FILE' prints one value";
    private const string Encrypt = "'secretskit enc FILE' encrypts in place";
    private const string Validate =
        "'secretskit validate CHART' checks what a chart renders to, 'secretskit kubeconform FILE' manifests that are files";

    private const string Run = "'secretskit exec-env FILE -- COMMAND' runs a command with the values as variables";
    private const string Show = "'secretskit filestatus' lists encrypted files and who can read them";
    private const string Remove = "'secretskit unset FILE PATH' removes a value";
    private const string InPlace = "leave it out: enc encrypts in place, unless --output or --stdout says otherwise";

    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["-d"] = Print,
        ["--decrypt"] = Print,
        ["decrypt"] = Print,
        ["show"] = Print,
        ["cat"] = Print,
        ["print"] = Print,
        ["read"] = Print,
        ["get"] = PrintOne,
        ["extract"] = PrintOne,
        ["-e"] = Encrypt,
        ["--encrypt"] = Encrypt,
        ["encrypt"] = Encrypt,
        ["kubeval"] = Validate,
        ["conform"] = Validate,
        ["openapi2jsonschema"] = "'secretskit crd-schema FILE' makes JSON schemas of CustomResourceDefinitions",
        ["openapi2jsonschema.py"] = "'secretskit crd-schema FILE' makes JSON schemas of CustomResourceDefinitions",
        ["env"] = Run,
        ["run"] = Run,
        ["exec"] = Run,
        ["install"] = "'secretskit git install' sets git up, 'secretskit helm install' installs a chart",
        ["ls"] = Show,
        ["list"] = Show,
        ["status"] = Show,
        ["-r"] = "'secretskit rotate FILE' gives a file a new data key",
        ["delete"] = Remove,
        ["rm"] = Remove,
    };

    // By verb and option.
    private static readonly Dictionary<(string Verb, string Option), string> Options = new()
    {
        [("dec", "--stdout")] = "'secretskit view FILE' prints the plaintext",
        [("dec", "-d")] = "leave it out: dec decrypts",
        [("enc", "-i")] = InPlace,
        [("enc", "--in-place")] = InPlace,
        [("enc", "-e")] = "leave it out: enc encrypts",
        [("view", "-d")] = "leave it out: view decrypts",
        [("view", "--stdout")] = "leave it out: view prints to standard output",
        [("dec", "-i")] = "--in-place writes the plaintext over the file; without it, FILE.dec is written",
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
