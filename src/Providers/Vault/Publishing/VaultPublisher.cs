using System.Security.Cryptography;
using System.Text.Json;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Environment;

namespace SecretsKit.Providers.Vault.Publishing;

/// <summary>
/// Writes the values of files to a key-value engine, as <c>sops publish</c> does (spec sops.md 10.7): reads first, and writes nothing where
/// the same is stored. Values that hold a number count as different each time. Safe for concurrent use.
/// </summary>
/// <param name="host">The surroundings; lent.</param>
public sealed class VaultPublisher(ProviderHost host)
{
    private readonly TokenAuthenticator _tokens =
        new(new VaultTokens(host.Environment, host.Processes), host.Clock) { HeaderName = "X-Vault-Token", Prefix = "" };

    /// <summary>The server that variables name, for rules that name none: VAULT_ADDR, else the usual address on this machine.</summary>
    public string DefaultAddress =>
        host.Environment.Variable("VAULT_ADDR") is { Length: > 0 } address ? address : VaultEnvironment.DefaultAddress;

    /// <summary>Writes the values of a file.</summary>
    /// <param name="address">Scheme, host and port.</param>
    /// <param name="path">Below <c>/v1/</c>: mount, <c>data/</c> for version 2, folder and name.</param>
    /// <param name="isVersioned">Whether the engine is of version 2.</param>
    /// <param name="values">What is written; lent.</param>
    /// <param name="readFailed">Called if what is stored cannot be read; the write is tried then.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Whether anything was written.</returns>
    /// <exception cref="SecretsKitException">It was not written, or whether it was is not known.</exception>
    public async Task<bool> PublishAsync(
        string address, string path, bool isVersioned, DocumentTree values, Action readFailed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(readFailed);
        var server = VaultEnvironment.Server(host.Environment, address);
        var api = new VaultApi(host.Http, server);
        var json = VaultValues.Format(values);
        var body = isVersioned ? Wrapped(json) : json;
        try
        {
            if (await HoldsAsync(api, path, json, readFailed, ct))
            {
                return false;
            }

            var request = new VaultRequest(HttpMethod.Put, path)
            {
                Body = body,
                Authenticator = _tokens,
                Idempotence = HttpIdempotence.NotIdempotent,
            };
            using var response = await api.SendAsync(request, ct);
            return response.IsSuccess ? true : throw Failure(response, server, request);
        }
        catch (HttpTransportException failure)
        {
            throw new SecretsKitException(ErrorCode.General, GoHttpFailure.Report(failure.Failure), failure) { Hint = failure.Hint };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
            CryptographicOperations.ZeroMemory(body);
        }
    }

    // A failing read is no reason not to write: the reference only warns.
    private async Task<bool> HoldsAsync(VaultApi api, string path, byte[] json, Action readFailed, CancellationToken ct)
    {
        var request = new VaultRequest(HttpMethod.Get, path) { Authenticator = _tokens };
        try
        {
            using var response = await api.SendAsync(request, ct);
            if (response.IsAnswer)
            {
                using var wanted = JsonDocument.Parse(json);
                return response.Data("data") is { } stored && !HoldsNumber(stored) && JsonElement.DeepEquals(stored, wanted.RootElement);
            }

            if (response.Status != 404 || response.Errors.Count > 0)
            {
                readFailed();
            }
        }
        catch (HttpTransportException)
        {
            readFailed();
        }

        return false;
    }

    private static bool HoldsNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => true,
        JsonValueKind.Object => value.EnumerateObject().Any(member => HoldsNumber(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsNumber),
        _ => false,
    };

    private static byte[] Wrapped(byte[] json) => [.. "{\"data\":"u8, .. json, (byte)'}'];

    private static SecretsKitException Failure(VaultResponse response, VaultServer server, VaultRequest request)
    {
        var known = VaultFailures.Of(response, request, "publish");
        return new(ErrorCode.General, VaultFailures.InGoWords(response, server, request)) { Hint = known.Hint, Cause = known.Cause };
    }
}
