using System.Globalization;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary>
/// <c>sops groups add</c> and <c>sops groups delete</c>. The reference goes on when a key cannot be added or cannot wrap, which may leave a
/// file that nobody can open; here such a change is refused.
/// </summary>
internal sealed class GroupsVerb(SopsSession session)
{
    /// <summary>Appends a group.</summary>
    public async Task AddAsync(ParsedFlags flags, CancellationToken ct)
    {
        if (flags.Arguments.Count > 0)
        {
            throw new SecretsKitException(ErrorCode.NoInput, "error: no positional arguments allowed");
        }

        var group = SopsKeys.NewGroup(session, flags);
        await ChangeAsync(
            flags,
            async (file, keys) =>
            {
                KeyGroupChange.RequireKeys(group);
                var resolved = await keys.Services.ResolveAsync([group], ct);
                return KeyGroupChange.Append(file.Metadata.KeyGroups, resolved[0], session.Host.Now());
            },
            ct);
    }

    /// <summary>Removes a group.</summary>
    public Task DeleteAsync(ParsedFlags flags, CancellationToken ct)
    {
        var index = Index(flags);
        return ChangeAsync(flags, (file, _) => new(KeyGroupChange.Remove(file.Metadata.KeyGroups, index, Threshold(flags, file))), ct);
    }

    private async Task ChangeAsync(
        ParsedFlags flags, Func<EncryptedFile, KeyRing, ValueTask<IReadOnlyList<WrappedKeyGroup>>> change, CancellationToken ct)
    {
        var host = session.Host;
        var path = flags.Text(SopsFlags.GroupFile);
        var format = SopsSession.Format(flags, SopsFlags.InputType, path);
        var input = InputFile.ReadAsTyped(host, path);
        var file = EncryptedFile.Load(input.Content, format);
        var keys = session.KeyRing(flags);
        var changed = await KeyRewrapping.RunAsync(keys, file, await change(file, keys), Threshold(flags, file), ct);
        SopsTarget.Of(flags, path)
            .Write(host, changed.Serialize(format, session.Layout(session.LayoutConfig(), format)), FileContentKind.Public, input);
    }

    private static int Threshold(ParsedFlags flags, EncryptedFile file) =>
        flags.Number(SopsFlags.ShamirThreshold) is var given && given != 0 ? given : file.Metadata.ShamirThreshold;

    private static int Index(ParsedFlags flags)
    {
        if (flags.Arguments is not [var text])
        {
            throw new SecretsKitException(ErrorCode.NoInput, "error: exactly one positional argument (index) required");
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw new SecretsKitException(
            ErrorCode.General,
            $"failed to parse [index] argument: strconv.ParseUint: parsing \"{text}\": "
            + (text.Length > 0 && text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax"));
    }
}
