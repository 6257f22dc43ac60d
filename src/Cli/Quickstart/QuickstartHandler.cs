using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Syncing.Places;
using SecretsKit.Cli.Verbs;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Quickstart;

/// <summary>
/// Shows the steps with the real verbs: what is shown is what they print. They run in the new
/// folder with its key alone, so that neither the user's keys nor a configuration above the folder play a part.
/// </summary>
internal sealed class QuickstartHandler(VerbContext context)
{
    private const string Before = ".before.yaml";
    private readonly QuickstartScreen _screen = new(context.Terminal);

    /// <summary>Makes the folder and shows the steps.</summary>
    /// <param name="folder">As typed.</param>
    /// <param name="cluster">Where the Secret is written, too; null for no cluster.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string folder, ClusterTarget? cluster, CancellationToken ct)
    {
        RequireNew(folder);
        if (cluster is not null)
        {
            // A cluster that cannot be reached, or where nothing may be made, is said before anything else is made.
            using var place = await ClusterSecrets.OpenAsync(context, cluster, ct);
            await QuickstartSync.MakeNamespaceAsync(place.Objects, ct);
        }

        var path = MakeFolder(folder);
        var inside = new HostEnvironment(
        [
            new("PATH", context.Host.Environment.Variable("PATH") ?? ""), new("HOME", path), new(
                "SOPS_AGE_KEY_FILE", Path.Combine(path, QuickstartFiles.Key)),
        ], path);
        var steps = new QuickstartSteps(context.Host.With(inside), _screen);

        _screen.Title($"SecretsKit in one folder: {folder}");
        var recipient = await MakeKeyAsync(steps, ct);
        WriteRules(steps, recipient);
        await EncryptAsync(steps, ct);
        await EditAsync(steps, ct);
        await DecryptAsync(steps, ct);
        await TamperAsync(steps, ct);
        await new QuickstartSync(steps, _screen).ShowAsync(cluster is null ? null : (context.Host, cluster), ct);
        SayNextSteps(folder, cluster is not null);
        return ExitCodes.Success;
    }

    private void RequireNew(string folder)
    {
        var path = context.Host.Environment.CleanPath(folder);
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"{folder} is there already and not empty")
            {
                Hint = $"name a new folder: secretskit quickstart {folder.TrimEnd('/')}-2",
            };
        }
    }

    private string MakeFolder(string folder)
    {
        try
        {
            return Directory.CreateDirectory(context.Host.Environment.CleanPath(folder)).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"the folder {folder} cannot be made", failure)
            {
                Hint = "name a folder where you may write",
            };
        }
    }

    private async Task<string> MakeKeyAsync(QuickstartSteps steps, CancellationToken ct)
    {
        _screen.Step("A key");
        var (output, _) = await steps.RunAsync(
            $"keygen -o {QuickstartFiles.Key}",
            inner => new KeygenHandler(inner).RunAsync(new(QuickstartFiles.Key, Hybrid: false, Protect: false, []), ct),
            ct);
        _screen.Say($"The private half is in {QuickstartFiles.Key}, for you alone (0600). The line above is the public half: everybody " +
            "may know it.");
        return output.Trim();
    }

    private void WriteRules(QuickstartSteps steps, string recipient)
    {
        _screen.Step("Who can decrypt, and what is encrypted: .sops.yaml");
        steps.Write(QuickstartFiles.Config, QuickstartFiles.ConfigText(recipient));
        steps.Write(".gitignore", QuickstartFiles.IgnoreText);
        steps.Write(QuickstartFiles.Values, QuickstartFiles.ValuesText);
        steps.Write(QuickstartFiles.Secrets, QuickstartFiles.SecretsText);
        _screen.Lines(QuickstartFiles.ConfigText(recipient).TrimEnd().Split('\n'));
    }

    private async Task EncryptAsync(QuickstartSteps steps, CancellationToken ct)
    {
        _screen.Step($"Encrypt {QuickstartFiles.Secrets}, the half of the Helm values that must not be readable");
        await steps.RunAsync(
            $"enc {QuickstartFiles.Secrets}", inner => new EncHandler(inner).RunAsync(new EncRequest([QuickstartFiles.Secrets]), ct), ct);
        var encrypted = steps.Read(QuickstartFiles.Secrets)
            .Split('\n')
            .TakeWhile(line => !line.StartsWith("sops:", StringComparison.Ordinal));
        _screen.Beside(("before", QuickstartFiles.SecretsText.TrimEnd().Split('\n')), ("after: this is what you commit", [.. encrypted]));
    }

    private async Task EditAsync(QuickstartSteps steps, CancellationToken ct)
    {
        _screen.Step("Change the password, and see what a reviewer sees in git");
        _screen.Command($"secretskit edit {QuickstartFiles.Secrets}");
        _screen.Say("(The new password is put in for you here, instead of by an editor.)", TextStyle.Quiet);
        steps.Write(Before, steps.Read(QuickstartFiles.Secrets));
        await NextSecondAsync(ct);
        await ChangePasswordAsync(steps.Host, ct);
        var diff = await ReviewDiff.OfAsync(steps.Host, Before, QuickstartFiles.Secrets, ct);
        steps.Delete(Before);
        _screen.Lines(diff, line => line[0] switch
        {
            '+' => TextStyle.Good,
            '-' => TextStyle.Bad,
            _ => TextStyle.Quiet,
        });
        _screen.Say($"{diff.Count(line => line[0] == '+')} lines: the password, the time of the change, and the MAC that covers the " +
            "whole file. All other values kept their ciphertext.");
    }

    // The time of the change has whole seconds, and a reader would look for it in the difference.
    private Task NextSecondAsync(CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(1001 - context.Host.Clock.GetUtcNow().Millisecond), context.Host.Clock, ct);

    // What the edit verb does, with this instead of an editor.
    private static async Task ChangePasswordAsync(CliHost host, CancellationToken ct)
    {
        var (input, decrypted) = await new VerbContext(host).DecryptAsync(
            QuickstartFiles.Secrets, DocumentFormat.Yaml, new(MacPolicy.Require) { EncryptsAgain = true }, ct);
        using (decrypted)
        {
            var database = (MapNode)TreePath.Parse("[\"database\"]").Find(decrypted.Plain.Tree.Branches[0]);
            var at = database.Entries.FindIndex(entry => entry.Key is StringNode key && key.Value.Span.SequenceEqual("password"u8));
            database.Entries[at] = MapEntry.Of("password", new StringNode(new ByteString(QuickstartFiles.NewPassword)));
            var changed = decrypted.Encrypt(decrypted.Plain, decrypted.Encrypted.Metadata.RaisedToCurrentVersion());
            var content = changed.Serialize(DocumentFormat.Yaml, new());
            Output.Write(host, QuickstartFiles.Secrets, content, FileContentKind.Public, input.Snapshot());
        }
    }

    private async Task DecryptAsync(QuickstartSteps steps, CancellationToken ct)
    {
        _screen.Step("Decrypt: the MAC is verified first");
        await steps.RunAsync(
            $"view {QuickstartFiles.Secrets}", inner => new ViewHandler(inner).RunAsync(new ViewRequest(QuickstartFiles.Secrets), ct), ct);
    }

    private async Task TamperAsync(QuickstartSteps steps, CancellationToken ct)
    {
        _screen.Step("Somebody without the key points the database elsewhere");
        steps.Write(
            QuickstartFiles.Tampered,
            steps.Read(QuickstartFiles.Secrets).Replace("db.prod.example.com", "db.evil.example.com", StringComparison.Ordinal));
        _screen.Command($"sed 's/db.prod/db.evil/' {QuickstartFiles.Secrets} > {QuickstartFiles.Tampered}");
        var (_, exit) = await steps.RunAsync(
            $"view {QuickstartFiles.Tampered}",
            inner => new ViewHandler(inner).RunAsync(new ViewRequest(QuickstartFiles.Tampered), ct),
            ct,
            refused: true);
        steps.Delete(QuickstartFiles.Tampered);
        _screen.Say($"Exit code {exit}, and no plaintext. The host is readable, yet it cannot be changed unnoticed.");
    }

    private void SayNextSteps(string folder, bool hasCluster)
    {
        _screen.Gap();
        _screen.Title("Your turn");
        _screen.Command($"cd {folder}");
        _screen.Command($"export SOPS_AGE_KEY_FILE=$PWD/{QuickstartFiles.Key}");
        _screen.Command($"secretskit edit {QuickstartFiles.Secrets}", "in your editor");
        _screen.Command($"secretskit dec {QuickstartFiles.Secrets}", "to secrets.yaml.dec, which git ignores");
        _screen.Command($"sops decrypt {QuickstartFiles.Secrets}", "the reference tool reads it, too");
        _screen.Command($"secretskit sync explain -f {QuickstartFiles.Mappings}", "where each key comes from");
        if (!hasCluster)
        {
            _screen.Command("secretskit quickstart --cluster again", "the Secret in your cluster, too");
        }

        _screen.Say("In your own repository: 'secretskit keygen' and 'secretskit init', once.");
    }
}
