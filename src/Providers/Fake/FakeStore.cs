using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.Fake;

/// <summary>
/// Secrets that the manifest itself holds, for tests and examples (spec external-secrets.md 3.10). What is written to it lives as long as
/// the store.
/// </summary>
internal sealed class FakeStore : IWritableSecretStore
{
    private const string Provider = "fake store";

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Key, string Version), SecretValue> _own = [];
    private readonly Dictionary<string, SecretValue> _pushed = new(StringComparer.Ordinal);
    private readonly long _validation;

    private FakeStore(StoreFields fields)
    {
        foreach (var row in fields.Children("data"))
        {
            _own[(row.RequiredText("key"), row.Text("version"))] = SecretValue.OfText(row.RequiredText("value"));
        }

        _validation = fields.Integer("validationResult") ?? 0;
    }

    /// <summary>How manifests make it.</summary>
    public static SecretStoreKind Kind { get; } = new("fake", static (spec, _) => new FakeStore(new(spec, "spec.provider.fake", Provider)));

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadWrite;

    /// <inheritdoc/>
    public ValueTask<StoreValidation> ValidateAsync(CancellationToken ct) => ValueTask.FromResult(_validation switch
    {
        0 => StoreValidation.Ready,
        1 => new(StoreReadiness.Unknown, Failure(ProviderFault.ServerFailed, "validate", "", "unable to validate")),
        _ => new(StoreReadiness.Failed, Failure(ProviderFault.ServerFailed, "validate", "", "unable to validate")),
    });

    /// <inheritdoc/>
    public ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ct.ThrowIfCancellationRequested();
        var found = Find(reference);
        return ValueTask.FromResult(
            found is null || reference.Property.Length == 0 ? found : SecretProperties.Path(found, reference.Property));
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct) =>
        await GetAsync(reference, ct) is not { } value ? null
            : SecretJson.RawMap(value.Bytes)
                ?? throw Failure(
                    ProviderFault.InvalidResponse, "get", reference.Key, "unable to unmarshal secret: the value is no JSON object");

    /// <inheritdoc/>
    public ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        ct.ThrowIfCancellationRequested();
        if (search.Name.Length == 0)
        {
            throw Failure(ProviderFault.Unsupported, "find", "", "unsupported find operator: secrets can be found by name alone");
        }

        var matches = SecretNames.Matching(search, Provider);
        var found = new SecretMap();
        lock (_lock)
        {
            // Of several versions the last by the order of their texts.
            foreach (var ((key, _), value) in _own.OrderBy(entry => entry.Key.Version, StringComparer.Ordinal)
                .Where(entry => matches(entry.Key.Key)))
            {
                found[key] = value;
            }

            foreach (var (key, value) in _pushed.Where(entry => matches(entry.Key)))
            {
                found[key] = value;
            }
        }

        return ValueTask.FromResult(found);
    }

    /// <inheritdoc/>
    public ValueTask PushAsync(SecretPush push, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(push);
        ct.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var key = push.Target.Key;
            if (_own.Keys.Any(own => own.Key == key))
            {
                throw Failure(ProviderFault.NotManaged, "push", key, "key already exists");
            }

            var value = push.Value ?? SecretJson.ObjectOf(push.Data, escapesHtml: false);
            _pushed[key] = push.Target.Property.Length == 0 ? value : WithProperty(_pushed.GetValueOrDefault(key), push.Target, value);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        ct.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _pushed.Remove(target.Key);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(new(target.Key)) is not null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ProviderException Failure(ProviderFault fault, string operation, string resource, string problem) =>
        new(new(fault, Provider, operation, resource), $"{problem}");

    private static SecretValue WithProperty(SecretValue? old, PushTarget target, SecretValue value)
    {
        var members = new MapValue();
        foreach (var (name, member) in (old is null ? null : SecretJson.RawMap(old.Bytes))?.Entries ?? [])
        {
            members.Set(new ByteString(name), Value.Of(member.Bytes.Span));
        }

        members.Set(new ByteString(target.Property), Value.Of(value.Bytes.Span));
        return new(Core.Data.Json.GoJson.Format(Value.Of(members), Core.Data.Json.GoJsonOptions.Raw));
    }

    private SecretValue? Find(RemoteRef reference)
    {
        lock (_lock)
        {
            return _own.GetValueOrDefault((reference.Key, reference.Version))
                ?? (reference.Version.Length == 0 ? _pushed.GetValueOrDefault(reference.Key) : null);
        }
    }
}
