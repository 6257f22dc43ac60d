using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Providers.SopsFile;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Keys;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.SopsSecrets;

/// <summary>Says what is done for a SopsSecret: decrypts, writes nothing. Safe on all threads.</summary>
/// <param name="objects">Finds Secrets with keys.</param>
/// <param name="agentKeys">The keys of the agent by namespace.</param>
/// <param name="random">Randomness.</param>
/// <param name="clock">When.</param>
internal sealed class SopsPlanner(IObjectSource objects, Func<string, KeyRing> agentKeys, RandomFill random, TimeProvider clock)
{
    private const string Ready = "Ready";
    private const string OwnerLabel = "secretskit.io/sops-secret";

    /// <summary>Whether the agent has keys at all, or may get some. Default yes.</summary>
    public bool HasAgentKeys { get; init; } = true;

    /// <summary>Plans.</summary>
    /// <param name="sops">The object.</param>
    /// <param name="existing">The Secret of the name, or null. Lent.</param>
    /// <param name="ct">Ends it.</param>
    public async ValueTask<SopsPlan> PlanAsync(SopsSecret sops, MapValue? existing, CancellationToken ct)
    {
        if (sops.TargetType is TemplateRestrictions.ServiceAccountType or TemplateRestrictions.BootstrapType)
        {
            return Failed(sops, SopsFault.RefusedType, $"a Secret of type {sops.TargetType} gives rights and is not made");
        }

        if (existing is not null && !IsOurs(sops, existing))
        {
            return Failed(
                sops, SopsFault.TargetTaken, $"a Secret {sops.TargetName} is there already and is not this object's: it is left alone");
        }

        SecretMap data;
        try
        {
            data = KeyValidation.Check(await DataAsync(sops, ct));
        }
        catch (SecretsKitException failure)
        {
            if (failure.Code == ErrorCode.KeyUnrecoverable && !HasAgentKeys && sops.Status.IsReady
                && sops.SyncedGeneration == sops.Head.Generation)
            {
                // Another agent has keys, and has opened it.
                return new(TargetAction.None, null);
            }

            return failure.Code == ErrorCode.KeyUnrecoverable
                ? Failed(sops, SopsFault.NoKey, $"no key of namespace {sops.Head.Namespace} opens the document")
                : Failed(sops, SopsFault.InvalidDocument, failure.Problem);
        }

        return Write(sops, existing, data);
    }

    /// <summary>The Secret could not be written.</summary>
    public SopsPlan NotWritten(SopsSecret sops, string problem) => Failed(sops, SopsFault.NotWritten, problem);

    private async ValueTask<SecretMap> DataAsync(SopsSecret sops, CancellationToken ct)
    {
        var format = sops.Format
            ?? throw new SecretsKitException(ErrorCode.MalformedDocument, $"format must be yaml, json, dotenv, ini or binary");
        using var own = sops.KeysSecret.Length > 0 ? await OwnKeysAsync(sops, ct) : null;
        var ring = own?.All(random, clock) ?? agentKeys(sops.Head.Namespace);
        var values = await SopsValues.DecryptAsync(Encoding.UTF8.GetBytes(sops.Document), format, ring, ct);
        if (sops.Data.Count == 0)
        {
            return SecretJson.TypedMap(values);
        }

        var data = new SecretMap();
        var whole = SecretJson.Typed(Value.Of(values));
        foreach (var row in sops.Data)
        {
            data[row.SecretKey] = SecretProperties.KeyThenPath(whole, row.Path)
                ?? throw new SecretsKitException(ErrorCode.MalformedDocument, $"the document has nothing at {row.Path}");
        }

        return data;
    }

    // Only of the namespace of the object itself.
    private async ValueTask<SopsKeyFiles> OwnKeysAsync(SopsSecret sops, CancellationToken ct)
    {
        var secret = await objects.FindAsync(new("v1", "Secret", sops.Head.Namespace, sops.KeysSecret), ct)
            ?? throw new SecretsKitException(ErrorCode.KeyUnrecoverable, $"there is no Secret {sops.KeysSecret} with keys");
        var files = new SopsKeyFiles($"the Secret {sops.KeysSecret}");
        files.Replace(secret);
        return files;
    }

    private SopsPlan Write(SopsSecret sops, MapValue? existing, SecretMap data)
    {
        var wanted = Wanted(sops, existing, data);
        var isSame = existing is not null && TreeEquality.AreEqual(Value.Of(existing), Value.Of(wanted));
        var action = existing is null ? TargetAction.Create : isSame ? TargetAction.None : TargetAction.Update;
        return new(action, Status(sops, "True", "Synced", "the document is decrypted"))
        {
            Wanted = isSame ? null : wanted,
            Event = action switch
            {
                TargetAction.Create => SyncEvent.Normal("Created", $"Secret {sops.TargetName} created"),
                TargetAction.Update => SyncEvent.Normal("Updated", $"Secret {sops.TargetName} updated"),
                _ => null,
            },
            Requeue = Requeue.None,
        };
    }

    private static MapValue Wanted(SopsSecret sops, MapValue? existing, SecretMap data)
    {
        var wanted = existing?.Copy() ?? new MapValue().With("apiVersion", "v1").With("kind", "Secret");
        var content = SecretData.Write(data);
        wanted.With("data", content);
        if (existing is null && sops.TargetType.Length > 0)
        {
            wanted.With("type", sops.TargetType);
        }

        var metadata = wanted.ChildOrNew("metadata").With("name", sops.TargetName).With("namespace", sops.Head.Namespace);
        metadata.ChildOrNew("labels").WithAll(sops.TargetLabels)
            .With(TargetNames.ManagedLabel, "true").With(OwnerLabel, sops.Head.Name);
        metadata.ChildOrNew("annotations").WithAll(sops.TargetAnnotations)
            .With(TargetNames.HashAnnotation, GoHash.OfSecretData(content));
        var others = new ObjectHead(wanted).Owners.Where(owner => owner.Text("uid") != sops.Head.Uid).ToList();
        if (!sops.LeavesSecret)
        {
            others.Add(OwnerReferences.Controller(SopsSecret.ApiVersion, SopsSecret.Kind, sops.Head));
        }

        metadata.SetOwners(others);
        return wanted;
    }

    private static bool IsOurs(SopsSecret sops, MapValue secret)
    {
        var head = new ObjectHead(secret);
        return head.Controller is { } controller
            ? controller.IsTo(SopsSecret.Group, SopsSecret.Kind) && controller.Text("name") == sops.Head.Name
            : head.Labels.GetValueOrDefault(OwnerLabel) == sops.Head.Name;
    }

    private SopsPlan Failed(SopsSecret sops, SopsFault fault, string message) =>
        new(TargetAction.None, Status(sops, "False", fault.ToString(), message))
        {
            Fault = fault,
            Event = SyncEvent.Warning(fault.ToString(), message),
            // A change of the object, of its keys or of the Secret asks again.
            Requeue = fault is SopsFault.NotWritten or SopsFault.NoKey or SopsFault.TargetTaken ? Requeue.Backoff : Requeue.None,
        };

    private MapValue? Status(SopsSecret sops, string status, string reason, string message)
    {
        var conditions = sops.Status.With(Ready, status, reason, message, clock.GetUtcNow()).Conditions;
        return conditions.SequenceEqual(sops.Status.Conditions) && sops.SyncedGeneration == sops.Head.Generation
            ? null
            : new MapValue()
                .With("conditions", conditions.Select(condition => condition.ToMap()))
                .With("observedGeneration", Value.Int64(sops.Head.Generation));
    }
}
