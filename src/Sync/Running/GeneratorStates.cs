using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers.Failures;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Running;

/// <summary>
/// Writes down what generators made at servers, an object for each, so that it is revoked when it is replaced and when its mapping is
/// deleted (spec external-secrets.md 4.6).
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="grace">How long what was replaced goes on being valid.</param>
/// <param name="clock">When.</param>
internal sealed class GeneratorStates(ObjectClient objects, TimeSpan grace, TimeProvider clock)
{
    public const string Kind = "GeneratorState";
    public const string Finalizer = "generatorstate.externalsecrets.io/finalizer";

    private const int MaxStart = 200;
    private const string OwnerKey = "generators.external-secrets.io/owner-key";

    /// <summary>Keeps track of what replaces what was made before for the same rows.</summary>
    /// <param name="owner">The mapping.</param>
    /// <param name="states">What was made.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">It cannot be written down: it was revoked, or that failed too.</exception>
    public async Task KeepAsync(ObjectHead owner, IReadOnlyList<GeneratedState> states, CancellationToken ct)
    {
        for (var at = 0; at < states.Count; at++)
        {
            var state = states[at];
            try
            {
                await objects.CreateAsync(Value.Of(ObjectOf(owner, state, null)), WriteOptions.Default, ct);
            }
            catch (SecretsKitException)
            {
                await DropAsync(owner, [.. states.Skip(at)], ct);
                throw;
            }

            await ReplaceOthersAsync(owner, state, NameOf(owner, state), ct);
        }
    }

    /// <summary>Revokes what nothing came of; what cannot be revoked now is written down, and revoked later.</summary>
    /// <param name="owner">The mapping.</param>
    /// <param name="states">What was made.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">It can neither be revoked nor be written down.</exception>
    public async Task DropAsync(ObjectHead owner, IReadOnlyList<GeneratedState> states, CancellationToken ct)
    {
        foreach (var state in states)
        {
            try
            {
                await state.RevokeAsync(ct);
            }
            catch (ProviderException)
            {
                await objects.CreateAsync(Value.Of(ObjectOf(owner, state, clock.GetUtcNow())), WriteOptions.Default, ct);
            }
        }
    }

    private async Task ReplaceOthersAsync(ObjectHead owner, GeneratedState state, string newest, CancellationToken ct)
    {
        var resource = await objects.ResourceAsync(new(GeneratorRef.DefaultApiVersion, Kind, owner.Namespace, newest), ct);
        var selector = new ListOptions { LabelSelector = $"{OwnerKey}={KeyOf(owner, state)}" };
        foreach (var item in (await objects.ListAsync(resource, owner.Namespace, selector, ct)).Items)
        {
            if (item.AsMap is { } tree && new ObjectHead(tree) is var head && head.Name != newest
                && tree.Child("spec")?.Has("garbageCollectionDeadline") != true)
            {
                var patch = new MapValue().With(
                    "spec", new MapValue().With("garbageCollectionDeadline", Timestamps.Write(clock.GetUtcNow() + grace)));
                await objects.PatchAsync(
                    new(GeneratorRef.DefaultApiVersion, Kind, head.Namespace, head.Name), ObjectPatch.JsonMerge(patch),
                    WriteOptions.Default, ct);
            }
        }
    }

    private static string KeyOf(ObjectHead owner, GeneratedState state) =>
        GoHash.Of($"{owner.Kind}-{owner.Namespace}-{owner.Name}-{state.Row}");

    // A server gives what it makes a name of its own: the same is never written down twice.
    private static string NameOf(ObjectHead owner, GeneratedState state)
    {
        var start = $"gen-{owner.Kind.ToLowerInvariant()}-{owner.Name}";
        var mark = GoHash.Of(Encoding.UTF8.GetString(GoJson.Format(
            Value.Of(new MapValue().With("owner", owner.Uid).With("row", state.Row).With("state", state.State)), GoJsonOptions.Raw)));
        return $"{(start.Length > MaxStart ? start[..MaxStart].TrimEnd('.', '-') : start)}-{mark[..10]}";
    }

    private static MapValue ObjectOf(ObjectHead owner, GeneratedState state, DateTimeOffset? deadline)
    {
        var reference = new MapValue().With("apiVersion", owner.ApiVersion).With("kind", owner.Kind).With("name", owner.Name)
            .With("uid", owner.Uid);
        var spec = new MapValue().With("resource", state.Resource).With("state", state.State);
        if (deadline is { } time)
        {
            spec.With("garbageCollectionDeadline", Timestamps.Write(time));
        }

        var metadata = new MapValue()
            .With("name", NameOf(owner, state))
            .With("namespace", owner.Namespace)
            .With("labels", new MapValue().With(OwnerKey, KeyOf(owner, state)))
            .With("finalizers", (string[])[Finalizer]);
        metadata.SetOwners([reference]);
        return new MapValue().With("apiVersion", GeneratorRef.DefaultApiVersion).With("kind", Kind).With("metadata", metadata)
            .With("spec", spec);
    }
}
