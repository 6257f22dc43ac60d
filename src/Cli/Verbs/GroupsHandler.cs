using System.Globalization;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Verbs;

/// <summary>A file whose key groups change.</summary>
internal sealed record GroupsRequest(string File)
{
    /// <summary>Groups needed from now on; 0 for as many as before.</summary>
    public int Threshold { get; init; }

    /// <summary>The format, or null for that of the name.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether a file that gives more away than its rule is accepted.</summary>
    public bool IgnoreRule { get; init; }

    /// <summary>Whether it is fine that no key at hand opens the result.</summary>
    public bool ForOthers { get; init; }

    /// <summary>Whether the file is replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }
}

/// <summary>Lists and changes key groups.</summary>
internal sealed class GroupsHandler(VerbContext context)
{
    private const string Verb = "groups";

    /// <summary>Lists the groups of files.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ListAsync(IReadOnlyList<string> paths, string? inputType, bool json, CancellationToken ct)
    {
        var batch = new FileBatch(context);
        var outcomes = await batch.RunAsync(
            "reading",
            batch.Expand(paths, ct),
            async (file, token) =>
                EncryptedFile.Load(
                    (await context.ReadAsync(file, token)).Content, await batch.FormatAsync(inputType, file, token)).Metadata,
            ct);
        foreach (var (file, metadata, _) in outcomes.Where(outcome => outcome.Failure is null))
        {
            var needed = metadata!.KeyGroups.Count > 1 ? metadata.ShamirThreshold : 1;
            if (json)
            {
                JsonLine.Write(context.Host, line =>
                {
                    line.WriteString("file", file);
                    line.WriteNumber("threshold", needed);
                    line.WriteStartArray("groups");
                    foreach (var group in metadata.KeyGroups)
                    {
                        line.WriteStartObject();
                        line.WriteKeys("keys", group.Group.Keys, context.NamesFor(file));
                        line.WriteEndObject();
                    }

                    line.WriteEndArray();
                });
            }
            else
            {
                Print(file, metadata.KeyGroups, needed);
            }
        }

        return batch.Report(Verb, outcomes);
    }

    /// <summary>Adds a group.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> AddAsync(GroupsRequest request, RecipientChoice choice, CancellationToken ct) => ChangeAsync(
        request,
        async (keys, file) =>
        {
            var group = choice.ToGroup();
            if (group.Keys.Count == 0)
            {
                throw new SecretsKitException(ErrorCode.NoInput, "a group needs at least one key")
                {
                    Hint = "name it with --age, --pgp or another option; 'secretskit groups add --help' lists them",
                };
            }

            RecipientCheck.Require([group], null);
            var resolved = await keys.Services.ResolveAsync([group], ct);
            return KeyGroupChange.Append(file.Metadata.KeyGroups, resolved[0], context.Host.Now());
        },
        new(choice.ToGroup().Keys, request.Threshold != 0),
        ct);

    /// <summary>Removes a group.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> DeleteAsync(GroupsRequest request, int number, CancellationToken ct) => ChangeAsync(
        request,
        (_, file) => new(number >= 0
            ? KeyGroupChange.Remove(file.Metadata.KeyGroups, number, Threshold(request, file))
            : throw new SecretsKitException(ErrorCode.Usage, "groups count from 0")
            {
                Hint = $"'secretskit groups list {request.File}' shows them",
            }),
        new([], request.Threshold != 0),
        ct);

    private Task<int> ChangeAsync(
        GroupsRequest request, Func<KeyRing, EncryptedFile, ValueTask<IReadOnlyList<WrappedKeyGroup>>> change, NamedAccess named,
            CancellationToken ct) =>
        context.ForEachFileAsync(Verb, [request.File], async path =>
        {
            var format = await context.FormatAsync(request.InputType, path, ct);
            var input = await context.ReadAsync(path, ct);
            var file = EncryptedFile.Load(input.Content, format);
            context.CheckSignature(path, file, SignatureUse.Work);
            var keys = context.Host.LocalKeyRing();
            var (groups, threshold) = (await change(keys, file), Threshold(request, file));
            var guard = new RuleGuard(context, null, request.IgnoreRule);
            var policy = AccessPolicy.Of(file.Metadata with { KeyGroups = groups, ShamirThreshold = threshold });
            await guard.RequireAsync(path, guard.Compare(path, policy, format), named, ct);
            await new LockoutGuard(context, keys, request.ForOthers).RequireAsync(new(path, AccessPolicy.Of(file.Metadata), policy), ct);
            var changed = await KeyRewrapping.RunAsync(keys, file, groups, threshold, ct);
            var text = await context.Signer.SerializeAsync(changed, path, format, context.LayoutOf(path, format, input), ct);
            context.WriteBack(path, input, text, request.WriteMode);
            var count = changed.Metadata.KeyGroups.Count;
            context.Terminal.Say(
                count == 1
                    ? DisplayText.Message($"{path}: 1 key group")
                    : DisplayText.Message($"{path}: {count} key groups, {changed.Metadata.ShamirThreshold} of them needed"),
                TextStyle.Good);
        });

    private void Print(string file, IReadOnlyList<WrappedKeyGroup> groups, int needed)
    {
        context.Terminal.Print(
            groups.Count == 1
                ? DisplayText.Message($"{file}: any of these keys")
                : DisplayText.Message($"{file}: {needed} of {groups.Count} groups needed"),
            TextStyle.Strong);
        var names = context.NamesFor(file);
        for (var number = 0; number < groups.Count; number++)
        {
            context.Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"  group {number}"));
            foreach (var wrapped in groups[number].Keys)
            {
                context.Terminal.Print($"    {wrapped.Key.Type.Field} {wrapped.Key.Id}{names.Behind(wrapped.Key)}");
            }
        }
    }

    private static int Threshold(GroupsRequest request, EncryptedFile file) => request.Threshold != 0
        ? request.Threshold
        : file.Metadata.ShamirThreshold;
}
