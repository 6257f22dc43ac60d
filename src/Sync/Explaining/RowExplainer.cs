using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Keys;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Rewriting;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Templates;
using SecretsKit.Sync.Values;

namespace SecretsKit.Sync.Explaining;

/// <summary>Reads the rows of a mapping one by one, so that each failure is found, and follows each key through its changes.</summary>
/// <param name="stores">The stores.</param>
/// <param name="reads">Merges reads.</param>
/// <param name="generators">Makes values.</param>
internal sealed class RowExplainer(StorePool stores, StoreReads reads, GeneratorRun generators)
{
    // Those that leave nothing behind at a server.
    private static readonly string[] Harmless = ["Password", "UUID", "Fake", "SSHKey", "MFA"];

    /// <summary>Reads a row of <c>spec.data</c>.</summary>
    public async ValueTask ReadAsync(ExternalSecret mapping, int at, DateTimeOffset since, RowReading found, CancellationToken ct)
    {
        var row = mapping.Data[at];
        var store = mapping.StoreOf(row.Store, row.HasSource);
        var key = await DescribeAsync(new(row.SecretKey, RowReading.Place("data", at)), store, row.Remote, mapping, ct) with
        {
            Decoding = row.Policies.Decoding is "None" ? "" : row.Policies.Decoding,
        };
        try
        {
            var entry = await stores.OpenAsync(store, mapping.Head.Namespace, ct);
            if (await reads.GetAsync(entry, row.Remote, new(since), ct) is not { } value)
            {
                found.Miss(mapping, key);
                return;
            }

            found.Add(key, ValueDecoding.Apply(row.Policies, row.SecretKey, value));
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            found.Fail(key, failure);
        }
    }

    /// <summary>Reads a row of <c>spec.dataFrom</c>.</summary>
    public async ValueTask ReadFromAsync(
        ExternalSecret mapping, int at, DateTimeOffset since, TemplateRun run, RowReading found, CancellationToken ct)
    {
        var row = mapping.DataFrom[at];
        var place = RowReading.Place("dataFrom", at);
        if (!row.HasContent)
        {
            found.Notes.Add($"{place}: it names no source, so that nothing is read");
            return;
        }

        var key = row.IsGenerated
            ? new KeyExplanation("", $"{place}.sourceRef.generatorRef") { Provider = row.Generator.Kind, Remote = row.Generator.Name }
            : await DescribeAsync(
                new("", place + (row.Find is not null ? ".find" : ".extract")), mapping.StoreOf(row.Store, row.HasSource),
                row.Extract ?? new(""), mapping, ct);
        key = key with { Decoding = row.IsGenerated || row.Policies.Decoding is "None" ? "" : row.Policies.Decoding };
        try
        {
            var read = row.IsGenerated
                ? await GenerateAsync(row.Generator, mapping, place, found, ct)
                : await ReadMapAsync(mapping, row, since, key, found, ct);
            if (read is not null)
            {
                Follow(row, read, key, run, found, ct);
            }
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            found.Fail(key, failure);
        }
    }

    private async ValueTask<SecretMap?> GenerateAsync(
        GeneratorRef generator, ExternalSecret mapping, string place, RowReading found, CancellationToken ct)
    {
        var tree = await generators.FindAsync(generator, mapping.Head.Namespace, ct);
        var kind = generator.KindIn(tree);
        if (tree is not null && !Harmless.Contains(kind))
        {
            found.Skip($"{place}: {kind} {generator.Name} is not asked here, since it would make something new; its keys are not known");
            return null;
        }

        return await generators.GenerateAsync(generator, mapping.Head.Namespace, null, ct);
    }

    private async ValueTask<SecretMap?> ReadMapAsync(
        ExternalSecret mapping, DataFromEntry row, DateTimeOffset since, KeyExplanation key, RowReading found, CancellationToken ct)
    {
        var store = await stores.OpenAsync(mapping.StoreOf(row.Store, row.HasSource), mapping.Head.Namespace, ct);
        if (row.Find is { } search)
        {
            var all = await reads.FindAsync(store, search, new(since), ct);
            if (!all.Names.Any())
            {
                found.Notes.Add($"{key.Row}: nothing is found");
            }

            return store.ConvertsFoundNames ? KeyConversion.ConvertFound(row.Policies.Conversion, all) : all;
        }

        var read = await reads.GetMapAsync(store, row.Extract!, new(since), ct);
        if (read is null)
        {
            found.Miss(mapping, key);
        }

        return read;
    }

    // A merge makes new values of all: which came from which cannot be said.
    private static void Follow(
        DataFromEntry row, SecretMap read, KeyExplanation about, TemplateRun run, RowReading found, CancellationToken ct)
    {
        if (row.Rewrites.Any(operation => operation.Has("merge")))
        {
            foreach (var (name, value) in KeyValidation.Check(KeyRewriting.Apply(row.Rewrites, read, run, ct)).Entries)
            {
                found.Add(about with { Key = name, Renamed = "a merge" }, ValueDecoding.Apply(row.Policies, name, value));
            }

            return;
        }

        foreach (var (name, value) in read.Entries)
        {
            var key = row.Find is not null ? about with { Remote = name }
                : row.IsGenerated ? about
                : about with { Property = Below(about, name) };
            try
            {
                FollowOne(row, name, value, key, run, found, ct);
            }
            catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
            {
                found.Fail(key with { Key = name }, failure);
            }
        }
    }

    private static void FollowOne(
        DataFromEntry row, string name, SecretValue value, KeyExplanation about, TemplateRun run, RowReading found, CancellationToken ct)
    {
        var one = new SecretMap { [name] = value };
        var renamed = KeyRewriting.Apply(row.Rewrites, one, run, ct);
        if (row.Rewrites.Count == 0 && !row.IsGenerated)
        {
            renamed = KeyConversion.Convert(row.Policies.Conversion, renamed);
        }

        foreach (var (key, kept) in KeyValidation.Check(renamed).Entries)
        {
            var explained = about with { Key = key, Renamed = key == name ? "" : name };
            if (found.Data[key] is not null && found.Values.FirstOrDefault(known => known.Key == key) is { } other
                && other.Row == about.Row)
            {
                found.Notes.Add($"{about.Row}: {other.Renamed} and {name} both become the key {key}; one of them is lost");
            }

            found.Add(explained, row.IsGenerated ? kept : ValueDecoding.Apply(row.Policies, key, kept));
        }
    }

    private static string Below(KeyExplanation about, string name) => about.Property.Length > 0 ? $"{about.Property}.{name}" : name;

    private async ValueTask<KeyExplanation> DescribeAsync(
        KeyExplanation key, StoreRef store, RemoteRef remote, ExternalSecret mapping, CancellationToken ct)
    {
        var provider = (await stores.FindAsync(store, mapping.Head.Namespace, ct))?.Child("spec")?.Child("provider");
        return key with
        {
            Store = store.Name.Length > 0 ? $"{store.Kind}/{store.Name}" : "",
            Provider = provider is { Count: 1 } ? provider.SortedKeys[0].RevealText() : "",
            Remote = remote.Key,
            Property = remote.Property,
            Version = remote.Version,
            IsMetadata = remote.IsMetadata,
        };
    }
}
