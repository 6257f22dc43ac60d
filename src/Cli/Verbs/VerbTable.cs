using SecretsKit.Cli.Checking;
using SecretsKit.Cli.Git;
using SecretsKit.Cli.Quickstart;

namespace SecretsKit.Cli.Verbs;

/// <summary>A verb before its words are built: start-up pays only for the verb that runs.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Summary">One line.</param>
/// <param name="Create">Builds it.</param>
internal sealed record Verb(string Name, string Summary, Func<VerbContext, VerbCommand> Create);

/// <summary>Our own verbs, in the order of the help.</summary>
internal static class VerbTable
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("enc", "encrypt files in place", EncVerb.Create),
        new("dec", "decrypt files into FILE.dec", DecVerb.Create),
        new("view", "print the plaintext of a file, or one value of it", ViewVerb.Create),
        new("edit", "change an encrypted file in your editor", EditVerb.Create),
        new("exec-env", "run a command with the values of a file as environment variables", ExecEnvVerb.Create),
        new("exec-file", "run a command that reads the plaintext of a file, which no file holds", ExecFileVerb.Create),
        new("publish", "send encrypted files where .sops.yaml says", PublishVerb.Create),
        new("keygen", "make an age key", KeygenVerb.Create),
        new("init", "write .sops.yaml, and keep *.dec out of git", InitVerb.Create),
        new("check", "look through the repository for secrets in plain text, and more", CheckVerb.Create),
        new("completion", "complete commands and options in your shell", CompletionVerb.Create),
        new("git", "diffs, merges and hooks for encrypted files", GitVerb.Create),
        new("quickstart", "see the whole story in one folder, offline", QuickstartVerb.Create),
    ];

    /// <summary>The other command lines that this program answers to.</summary>
    public static IReadOnlyList<(string Name, string Summary)> Dialects { get; } =
    [
        ("sops ...", "the sops command line; also by a link: ln -s secretskit sops"),
        ("secrets ...", "the helm-secrets command line: encrypt, decrypt, edit, and enc, dec, view, clean as in 3.x"),
    ];

    /// <summary>The verb of a name, or null.</summary>
    public static Verb? Find(string name) => All.FirstOrDefault(verb => verb.Name == name);
}
