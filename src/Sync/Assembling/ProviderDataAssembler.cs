using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Keys;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Rewriting;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Templates;
using SecretsKit.Sync.Values;

namespace SecretsKit.Sync.Assembling;

/// <summary>What the providers gave for a mapping. Not a record: it holds secrets.</summary>
internal sealed class AssembledData
{
    /// <summary>Keys and values, before any template.</summary>
    public SecretMap Data { get; } = new();

    /// <summary>Which row of the mapping gave each key, such as <c>spec.data[0]</c>.</summary>
    public Dictionary<string, string> Origins { get; } = new(StringComparer.Ordinal);

    /// <summary>Events about rows whose secrets do not exist.</summary>
    public List<SyncEvent> Events { get; } = [];

    /// <summary>Values that are probably not what was meant, in words.</summary>
    public List<string> Suspects { get; } = [];

    /// <summary>What generators made at servers, even if a later row failed.</summary>
    public List<GeneratedState> States { get; } = [];

    /// <summary>The number of keys, never one of the values.</summary>
    public override string ToString() => $"AssembledData({Data.Count})";
}

/// <summary>Reads all rows of a mapping (spec external-secrets.md 2.5): <c>dataFrom</c>, then <c>data</c>, later ones win.</summary>
/// <param name="stores">The stores.</param>
/// <param name="reads">Merges reads of all mappings.</param>
/// <param name="generators">Makes values.</param>
internal sealed class ProviderDataAssembler(StorePool stores, StoreReads reads, GeneratorRun generators)
{
    private const string NoSecret = "Secret does not exist";

    /// <summary>
    /// Whether somebody keeps track of what has to be revoked later. Default no: generators that make such things are refused.
    /// </summary>
    public bool KeepsStates { get; init; }

    /// <summary>Is given all that was read for a mapping before any template sees it: messages must not show it.</summary>
    public Action<SecretMap> Learned { get; init; } = static _ => { };

    /// <summary>Reads.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="demand">How new values have to be, and whether stores are waited for.</param>
    /// <param name="templates">Renders the templates of keys.</param>
    /// <param name="made">Takes what was read.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SyncException">A row failed.</exception>
    /// <exception cref="StoreBusyException">A store has no turn soon, and the demand may be put off.</exception>
    public async ValueTask AssembleAsync(
        ExternalSecret mapping, ReadDemand demand, TemplateRun templates, AssembledData made, CancellationToken ct)
    {
        for (var at = 0; at < mapping.DataFrom.Count; at++)
        {
            if (!mapping.DataFrom[at].HasContent)
            {
                continue;
            }

            var place = string.Create(CultureInfo.InvariantCulture, $"spec.dataFrom[{at}]");
            var row = at;
            await AddRowAsync(
                mapping, mapping.DataFrom[at], place, state => made.States.Add(state.For(row)), demand, templates, made, ct);
        }

        for (var at = 0; at < mapping.Data.Count; at++)
        {
            await AddValueAsync(mapping, mapping.Data[at], at.ToString(CultureInfo.InvariantCulture), demand, made, ct);
        }

        Learned(made.Data);
    }

    private async ValueTask AddRowAsync(
        ExternalSecret mapping, DataFromEntry row, string place, Action<GeneratedState> keep, ReadDemand demand,
        TemplateRun templates, AssembledData made, CancellationToken ct)
    {
        var source = row.Find is not null ? "find" : row.Extract is not null ? "extract" : "sourceRef.generatorRef";
        try
        {
            if (await ReadAsync(mapping, row, keep, demand, ct) is not { } read)
            {
                Skip(mapping, $"secret does not exist at provider using {place}", made);
                return;
            }

            foreach (var (key, value) in Processed(row, read, place, made, templates, ct).Entries)
            {
                made.Data[key] = value;
                made.Origins[key] = place;
            }
        }
        catch (SecretsKitException failure)
        {
            throw new SyncException(SyncFault.ProviderData, $"error processing {place}.{source}, err: {FailureWords.Of(failure)}", failure);
        }
    }

    private async ValueTask AddValueAsync(
        ExternalSecret mapping, DataEntry row, string at, ReadDemand demand, AssembledData made, CancellationToken ct)
    {
        try
        {
            var store = await stores.OpenAsync(mapping.StoreOf(row.Store, row.HasSource), mapping.Head.Namespace, ct);
            var value = await stores.WithLoginAsync(store, from => reads.GetAsync(from, row.Remote, demand, ct));
            if (value is null)
            {
                // The reference names the list of the other rows here too.
                Skip(mapping, $"secret does not exist at provider using spec.dataFrom[{at}] (key={row.Remote.Key})", made);
                return;
            }

            var decoded = ValueDecoding.Apply(row.Policies, row.SecretKey, value);
            if (IsGuessed(row.Policies))
            {
                Judge(row.SecretKey, $"spec.data[{at}]", value, decoded, made);
            }

            made.Data[row.SecretKey] = decoded;
            made.Origins[row.SecretKey] = $"spec.data[{at}]";
        }
        catch (SecretsKitException failure)
        {
            throw new SyncException(
                SyncFault.ProviderData, $"error processing spec.data[{at}] (key: {row.Remote.Key}), err: {FailureWords.Of(failure)}",
                failure);
        }
    }

    private async ValueTask<SecretMap?> ReadAsync(
        ExternalSecret mapping, DataFromEntry row, Action<GeneratedState> keep, ReadDemand demand, CancellationToken ct)
    {
        if (row.IsGenerated)
        {
            return await generators.GenerateAsync(row.Generator, mapping.Head.Namespace, KeepsStates ? keep : null, ct);
        }

        var store = await stores.OpenAsync(mapping.StoreOf(row.Store, row.HasSource), mapping.Head.Namespace, ct);
        if (row.Find is { } search)
        {
            try
            {
                var found = await stores.WithLoginAsync(store, from => reads.FindAsync(from, search, demand, ct));
                return found.IsAbsent ? null
                    : store.ConvertsFoundNames ? KeyConversion.ConvertFound(row.Policies.Conversion, found) : found;
            }
            catch (SecretsKitException failure) when (failure is ProviderException or SyncException)
            {
                throw new SyncException(
                    SyncFault.ProviderData, $"error getting all secrets: {FailureWords.Of(failure)}", failure);
            }
        }

        return await stores.WithLoginAsync(store, from => reads.GetMapAsync(from, row.Extract!, demand, ct));
    }

    private static bool IsGuessed(ValuePolicies policies) => policies.Decoding == "Auto";

    private static void Judge(string key, string place, SecretValue value, SecretValue decoded, AssembledData made)
    {
        if (SuspectValues.IsDamaged(value, decoded))
        {
            made.Suspects.Add($"key {key} of {place}: decodingStrategy Auto made of a short text bytes that are none: "
                + "a plain text can look like base64; use None or Base64");
        }
    }

    private static SecretMap Processed(
        DataFromEntry row, SecretMap read, string place, AssembledData made, TemplateRun templates, CancellationToken ct)
    {
        var isGenerated = row.Find is null && row.Extract is null;
        var map = KeyRewriting.Apply(row.Rewrites, read, templates, ct);
        if (isGenerated)
        {
            return KeyValidation.Check(map);
        }

        if (row.Rewrites.Count == 0)
        {
            map = KeyConversion.Convert(row.Policies.Conversion, map);
        }

        map = KeyValidation.Check(map);
        List<KeyValuePair<string, SecretValue>> undecoded = IsGuessed(row.Policies) ? [.. map.Entries] : [];
        ValueDecoding.DecodeAll(row.Policies.Decoding, map);
        undecoded.ForEach(entry => Judge(entry.Key, place, entry.Value, map[entry.Key]!, made));
        if (row.Policies.RefusesNullBytes)
        {
            foreach (var (key, value) in map.Entries)
            {
                ValueDecoding.RefuseNullBytes(key, value);
            }
        }

        return map;
    }

    private static void Skip(ExternalSecret mapping, string message, AssembledData made)
    {
        if (mapping.Target.Deletion == DeletionPolicy.Retain)
        {
            throw new SyncException(SyncFault.ProviderData, NoSecret);
        }

        made.Events.Add(SyncEvent.Normal("MissingProviderSecret", message));
    }
}
