using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>init</c>.</summary>
internal static class InitVerb
{
    private static readonly VerbText Help = new(
        "init [options]",
        "Prepares this folder: writes a .sops.yaml that says who can decrypt, and adds *.dec and .*.tmp (temporary files) to .gitignore. "
        + "What is there already is kept, so it can be run again.",
        ("secretskit init", "for your own key, made by 'secretskit keygen'"),
        ("secretskit init --age age1... --age age1...", "for these people"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var recipients = new RecipientOptions();
        var force = VerbOptions.Switch(
            "--force", "Write a .sops.yaml even if one in a folder above rules this folder already: that one no longer counts here then.");
        var command = new Command("init") { force };
        recipients.AddTo(command);
        return new(command, Help, (parsed, ct) => new InitHandler(context).RunAsync(
            recipients.Read(parsed, context.Host.Environment), parsed.GetValue(force), ct));
    }
}
