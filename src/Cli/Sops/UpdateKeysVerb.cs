using System.Globalization;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops updatekeys</c>: gives files the master keys of their creation rule, after showing what changes.</summary>
internal sealed class UpdateKeysVerb(SopsSession session)
{
    private readonly TerminalOutput _terminal = session.Host.UnwrappedTerminal();

    /// <summary>Updates all files that are named; one that fails does not keep the others from being updated.</summary>
    public async Task RunAsync(ParsedFlags flags, CancellationToken ct)
    {
        var config = session.ConfigPath() ?? throw new SecretsKitException(ErrorCode.ConfigNotFound, "config file not found");
        var files = flags.Arguments;
        if (files.Count == 0)
        {
            throw new SecretsKitException(ErrorCode.NoInput, "Error: no file specified");
        }

        var failed = 0;
        foreach (var file in files)
        {
            try
            {
                await UpdateAsync(flags, session.Host.Environment.CleanPath(file), config, ct);
            }
            catch (SecretsKitException failure) when (files.Count > 1 && failure.Code != ErrorCode.Cancelled)
            {
                failed++;
                session.Log.Error("CMD", SopsMessages.For("updatekeys", failure));
            }
        }

        if (failed > 0)
        {
            throw new SecretsKitException(
                ErrorCode.General, string.Create(CultureInfo.InvariantCulture, $"failed updating {failed} key(s)"));
        }
    }

    private async Task UpdateAsync(ParsedFlags flags, string path, string configPath, CancellationToken ct)
    {
        var host = session.Host;
        if (!File.Exists(path))
        {
            throw new SecretsKitException(
                ErrorCode.General, Directory.Exists(path)
                    ? "can't operate on a directory"
                    : DisplayText.Message($"stat {path}: no such file or directory"));
        }

        session.Log.Progress($"Syncing keys for file {path}");
        var format = SopsSession.Format(flags, SopsFlags.InputType, path);
        var input = await InputFile.ReadAsync(host, path, ct);
        var file = EncryptedFile.Load(input.Content, format);
        var config = session.Config()!;
        var rule = config.RuleFor(path) ?? throw new SecretsKitException(
            ErrorCode.NoMatchingRule, $"The config file {configPath} does not contain any creation rule");

        var keys = session.KeyRing(flags);
        var groups = await keys.Services.ResolveAsync(rule.KeyGroups, ct);
        var differences = KeyGroupDifference.Between([.. file.Metadata.KeyGroups.Select(group => group.Group)], groups);
        var threshold = Math.Min(file.Metadata.ShamirThreshold, groups.Count);
        if (threshold == file.Metadata.ShamirThreshold && !differences.Any(difference => difference.IsChange))
        {
            session.Log.Progress($"File {path} already up to date");
            return;
        }

        Show(differences, file.Metadata.ShamirThreshold, threshold);
        if (!flags.IsOn(SopsFlags.Yes) && !await Confirmation.AskAsync(host, "Is this okay? (y/n):", ct))
        {
            session.Log.Progress($"File {path} left unchanged");
            return;
        }

        var now = host.Now();
        WrappedKeyGroup[] attached = [.. groups.Select(group => DataKeyWrapping.Attach(group, now))];
        var changed = await KeyRewrapping.RunAsync(keys, file, attached, threshold, ct);
        SopsTarget.InPlace(path).Write(host, changed.Serialize(format, session.Layout(config, format)), FileContentKind.Public, input);
        session.Log.Progress($"File {path} synced with new keys");
    }

    private void Show(IReadOnlyList<KeyGroupDifference> differences, int oldThreshold, int newThreshold)
    {
        _terminal.Print("The following changes will be made to the file's groups:");
        if (oldThreshold != newThreshold)
        {
            _terminal.Print(string.Create(CultureInfo.InvariantCulture, $"+++ shamir_threshold: {newThreshold}"), TextStyle.Good);
            _terminal.Print(string.Create(CultureInfo.InvariantCulture, $"--- shamir_threshold: {oldThreshold}"), TextStyle.Bad);
        }
        else if (newThreshold > 0)
        {
            _terminal.Print(string.Create(CultureInfo.InvariantCulture, $"shamir_threshold: {newThreshold}"));
        }

        KeyGroupReport.Print(_terminal, differences);
    }
}
