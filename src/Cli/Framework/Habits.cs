using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
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
    private const string Put = "'secretskit set FILE PATH' puts one value into a file, 'secretskit edit FILE' opens it in your editor";
    private const string Make = "'secretskit edit FILE' makes a new file in your editor, 'secretskit enc FILE' encrypts one that is there";
    private const string Rekey =
        "'secretskit updatekeys' gives files the recipients that .sops.yaml names, 'secretskit rotate' new data keys";
    private const string Join = "add the recipient to .sops.yaml; then 'secretskit updatekeys' gives it to the files";
    private const string Leave =
        "take the recipient out of .sops.yaml; then 'secretskit updatekeys', 'secretskit rotate', and new secrets where they are used";

    private const string Generate = "'secretskit keygen' makes a key";
    private const string Keys = "'secretskit keygen' makes a key; 'secretskit help keys' says where keys are looked for";
    private const string KeyFile =
        "SOPS_AGE_KEY_FILE names the file with your private key; 'secretskit help keys' says where else keys are looked for";

    private const string Value =
        "VALUE is the word behind PATH; without it, it is read from standard input, or asked for; --value-file FILE reads it from a file";

    private const string Look = "'secretskit check' looks through the repository";
    private const string Machine = "'secretskit doctor' says what does not work here";
    private const string Locked =
        "files stay encrypted here: 'secretskit view FILE' prints one, and after 'secretskit git install' git shows differences readable";

    private const string InPlace = "leave it out: enc encrypts in place, unless --output or --stdout says otherwise";

    private const string Verbosity = "'secretskit --version' prints the version; --quiet and --verbose stand with a command";
    private const string Selection =
        "the rule in .sops.yaml says which values are encrypted, by this name with _ for -; 'secretskit sops encrypt' takes the option";

    private const string Config = "'secretskit init' writes a .sops.yaml, 'secretskit help rules' says what its fields take";
    private const string Json = "--output json prints for programs";

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
        ["who"] = Show,
        ["whoami"] = Show,
        ["recipients"] = Show,
        ["reveal"] = Print,
        ["hide"] = Encrypt,
        ["vault"] = "'secretskit view FILE', 'edit FILE' and 'enc FILE' are what ansible-vault calls so",
        ["create"] = Make,
        ["new"] = Make,
        ["add"] = Put,
        ["put"] = Put,
        ["write"] = Put,
        ["update"] = Put,
        ["rekey"] = Rekey,
        ["reencrypt"] = Rekey,
        ["re-encrypt"] = Rekey,
        ["grant"] = Join,
        ["share"] = Join,
        ["invite"] = Join,
        ["tell"] = Join,
        ["add-key"] = Join,
        ["add-gpg-user"] = Join,
        ["add-recipient"] = Join,
        ["revoke"] = Leave,
        ["rm-key"] = Leave,
        ["remove-recipient"] = Leave,
        ["export-key"] = "'secretskit keygen -y' prints public keys; the private ones are in ~/.config/sops/age/keys.txt",
        ["key"] = Keys,
        ["keys"] = Keys,
        ["gen"] = Generate,
        ["generate"] = Generate,
        ["genkey"] = Generate,
        ["lock"] = Locked,
        ["unlock"] = Locked,
        ["setup"] = "'secretskit keygen' makes a key, 'secretskit init' a .sops.yaml, and 'secretskit git install' sets git up",
        ["scan"] = Look,
        ["audit"] = Look,
        ["verify"] = Look,
        ["debug"] = Machine,
        ["diagnose"] = Machine,
        ["apply"] = "'secretskit exec-file FILE -- kubectl apply -f {}' applies an encrypted manifest",
        ["-i"] = "'secretskit enc FILE' encrypts in place, 'secretskit dec --in-place FILE' decrypts so",
        ["topics"] = "'secretskit help TOPIC': keys, paths, rules, exit-codes, json, variables",
        ["-r"] = "'secretskit rotate FILE' gives a file a new data key",
        ["delete"] = Remove,
        ["rm"] = Remove,
        ["remove"] = Remove,
        ["config"] = Config,
        ["export"] = Print,
        ["clean"] = "'secretskit doctor' names plaintext that was left; 'secretskit secrets clean FOLDER' removes *.dec",
        ["del"] = Remove,
        ["-v"] = Verbosity,
        ["-V"] = Verbosity,
        ["-q"] = Verbosity,
        ["--quiet"] = Verbosity,
        ["--verbose"] = Verbosity,
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
        [("view", "-o")] = "--output-type FORMAT prints another format; '> FILE' writes it to a file",
        [("view", "--path")] = "--extract PATH prints one value",
        [("view", "--key")] = "--extract PATH prints one value",
        [("view", "--age-key")] = KeyFile,
        [("view", "--identity")] = KeyFile,
        [("view", "-i")] = KeyFile,
        [("dec", "--age-key")] = KeyFile,
        [("dec", "--identity")] = KeyFile,
        [("edit", "--age-key")] = KeyFile,
        [("edit", "--identity")] = KeyFile,
        [("set", "--value")] = Value,
        [("set", "-v")] = Value,
        [("set", "--file")] = Value,
        [("set", "-f")] = Value,
        [("updatekeys", "--force")] = "--yes makes the changes without asking",
        [("check", "--format")] = "--output json or sarif prints for programs",
        [("filestatus", "--format")] = Json,
        [("doctor", "--format")] = Json,
        [("updatekeys", "--age")] = Join,
        [("updatekeys", "--pgp")] = Join,
        [("updatekeys", "--add-age")] = Join,
        [("updatekeys", "--rm-age")] = Leave,
        [("check", "--json")] = Json,
        [("filestatus", "--json")] = Json,
        [("doctor", "--json")] = Json,
        [("view", "--json")] = "--output-type json prints it so",
        [("enc", "--encrypted-regex")] = Selection,
        [("enc", "--unencrypted-regex")] = Selection,
        [("enc", "--encrypted-suffix")] = Selection,
        [("enc", "--unencrypted-suffix")] = Selection,
        [("enc", "--encrypted-comment-regex")] = Selection,
        [("enc", "--unencrypted-comment-regex")] = Selection,
        [("enc", "--mac-only-encrypted")] = Selection,
        [("keygen", "-f")] = "--output FILE names the file",
        [("dec", "-i")] = "--in-place writes the plaintext over the file; without it, FILE.dec is written",
    };

    // Commands of Helm that are none of ours.
    private static readonly string[] OfHelm = ["upgrade", "uninstall", "rollback", "history", "test"];

    /// <summary>What somebody wants who typed a command that there is not, or null.</summary>
    /// <param name="host">Files: a file alone is a habit, too.</param>
    /// <param name="word">As typed.</param>
    public static string? OfCommand(CliHost host, string word) => Commands.TryGetValue(word, out var hint) ? hint
        : OfHelm.Contains(word) ? $"{CommandText.Line("secretskit", "helm", word)} is Helm's command, and takes encrypted values files"
        : File.Exists(host.Environment.ResolvePath(word))
            ? $"{CommandText.Line("secretskit", "view", word)} prints it, "
                + $"{CommandText.Line("secretskit", "edit", word)} opens it in your editor"
        : word.Contains('.', StringComparison.Ordinal) && SimilarPath.Find(host.Environment, word, takesFolders: false) is { } near
            ? $"there is no such file either; {CommandText.Line("secretskit", "view", near)} prints {near}"
            : null;

    /// <summary>What somebody wants whose words are in another order than ours, or one too many; null where that is not known.</summary>
    /// <param name="host">Which words are files.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="files">What was taken for files.</param>
    /// <param name="others">What was too much.</param>
    /// <param name="values">What was taken for the values of options, by option.</param>
    public static string? OfWords(
        CliHost host,
        string verb,
        IReadOnlyList<string> files,
        IReadOnlyList<string> others,
        IEnumerable<(string Option, string Value)> values)
    {
        bool IsFile(string word) => File.Exists(host.Environment.ResolvePath(word));
        if (verb == "view" && files is [var first, ..] && others is [var second] && IsFile(first) != IsFile(second))
        {
            var (file, path) = IsFile(first) ? (first, second) : (second, first);
            return $"{CommandText.Line("secretskit", "view", "--extract", path, file)} prints one value";
        }

        return files.Count == 0 && values.FirstOrDefault(value => IsFile(value.Value)) is { Option: { } option, Value: var taken }
            ? $"{option} takes a value, and {CommandText.Word(taken)} was taken for it: the file comes behind that"
            : null;
    }

    /// <summary>What somebody wants who typed an option that a verb does not have, or null.</summary>
    public static string? OfOption(string verb, string option) => Options.TryGetValue((verb, option), out var hint) ? hint : option switch
    {
        "-q" => "--quiet leaves out what went well",
        "-v" => "--verbose says more",
        _ => null,
    };
}
