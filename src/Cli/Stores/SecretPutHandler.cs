using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Verbs;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>A secret to write.</summary>
/// <param name="Store">As typed.</param>
/// <param name="Target">Which secret.</param>
/// <param name="Value">Where the value comes from.</param>
internal sealed record SecretPutRequest(string Store, PushTarget Target, ValueSource Value)
{
    /// <summary>A file of settings for the store; null for none.</summary>
    public string? MetadataFile { get; init; }
}

/// <summary>Writes one secret.</summary>
internal sealed class SecretPutHandler(VerbContext context, StorePlace place)
{
    /// <summary>Writes and reports.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">The store cannot be written, or the secret is not this program's.</exception>
    public async Task<int> RunAsync(SecretPutRequest request, CancellationToken ct)
    {
        request.Value.Check();
        await using var store = await new StoreOpener(context, place).OpenAsync(request.Store, ct);
        if (store is not IWritableSecretStore { Capabilities: not StoreCapabilities.ReadOnly } writable)
        {
            throw new SecretsKitException(
                ErrorCode.General, DisplayText.Message($"{request.Store}: secrets of this store can only be read"))
            {
                Hint = "a SOPS file is changed with 'secretskit set' and 'secretskit edit'",
            };
        }

        var metadata = request.MetadataFile is { } file ? await MetadataAsync(file, ct) : null;
        var value = new SecretValue(((StringNode)await request.Value.ReadAsync(context, ct)).Value.Span.ToArray());
        var shown = request.Target.Property.Length > 0 ? $"{request.Target.Key}#{request.Target.Property}" : request.Target.Key;
        if (metadata is null && await HoldsAsync(writable, request.Target, value, ct))
        {
            context.Terminal.Say(DisplayText.Message($"{shown}: the store has this value already"));
            return ExitCodes.Success;
        }

        // A value of its own is the Secret of one key that a mapping would push.
        var key = request.Target.Property.Length > 0 ? request.Target.Property : "value";
        await writable.PushAsync(
            new(request.Target) { Value = value, SecretKey = key, Data = new() { [key] = value }, Metadata = metadata }, ct);
        context.Terminal.Say(DisplayText.Message($"{shown}: written"), TextStyle.Good);
        return ExitCodes.Success;
    }

    // A secret that cannot be read, or is not there, differs.
    private static async ValueTask<bool> HoldsAsync(
        IWritableSecretStore store, PushTarget target, SecretValue value, CancellationToken ct)
    {
        try
        {
            return SecretShape.AreEqual(await store.GetAsync(new(target.Key) { Property = target.Property }, ct), value);
        }
        catch (ProviderException failure) when (failure.Failure.Fault
            is ProviderFault.Denied or ProviderFault.NotFound or ProviderFault.InvalidResponse or ProviderFault.Unsupported)
        {
            return false;
        }
    }

    private async ValueTask<MapValue> MetadataAsync(string file, CancellationToken ct)
    {
        try
        {
            return KubernetesYaml.Read((await context.ReadAsync(file, ct)).Content, new() { KeepsIntegers = true }).AsMap
                ?? throw Malformed(file, "expected a map", null);
        }
        catch (DocumentException failure)
        {
            throw Malformed(file, failure.Problem, failure);
        }
    }

    private static SecretsKitException Malformed(string file, string problem, DocumentException? inner) =>
        new(ErrorCode.MalformedDocument, DisplayText.Message($"{file}: {problem}"), inner)
        {
            Hint = "it is what spec.data[].metadata of a PushSecret holds; nothing was written",
        };
}
