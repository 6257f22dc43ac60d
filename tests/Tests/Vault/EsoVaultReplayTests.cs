using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Vault.Dynamic;
using SecretsKit.Testing.Stores;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Tests.Vault;

/// <summary>
/// What the reference's operator did with a real server (goldens eso): the store gives the same values, fails where it failed with its
/// words, and sends the same requests: method, path, query, headers and body.
/// </summary>
public sealed partial class EsoVaultReplayTests : IDisposable
{
    private const string Everything = "[\\\"create\\\", \\\"read\\\", \\\"update\\\", \\\"patch\\\", \\\"delete\\\", \\\"list\\\"]";

    // What is not done as the reference does it, and the requests that come of it there.
    private static readonly Dictionary<string, (string Reason, string[] Requests)> Gaps = new(StringComparer.Ordinal)
    {
        ["openbao-provider/path"] = (
            "a search below a path reads what it found there; the reference reads it elsewhere, and so always fails",
            ["GET /v1/own-openbao-provider/data/a", "GET /v1/own-openbao-provider/metadata/openbao-provider?list=true"]),
    };

    private readonly FakeVault _vault = new();
    private readonly VaultFixture _fixture = new();
    private readonly GivenReferences _references = new();
    private readonly Dictionary<string, ISecretStore> _stores = [];
    private readonly Dictionary<string, JsonObject> _secrets = [];
    private readonly Dictionary<string, JsonObject> _generators = [];
    private readonly Dictionary<string, JsonObject> _mappings = [];
    private readonly Dictionary<string, object?> _results = [];
    private int _prepared;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "testdata", "vault", "eso");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!)];

    public void Dispose()
    {
        _vault.Dispose();
        _fixture.Dispose();
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task The_store_does_what_the_reference_did(string name)
    {
        var golden = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".json"), Ct))!.AsObject();
        Prepare(golden);
        foreach (var manifest in golden["objects_before"]!.AsArray())
        {
            await ReceiveAsync(manifest!.AsObject(), name);
        }

        JsonObject? expected = null;
        var steps = golden["steps"]!.AsArray().Select(step => step!.AsObject()).ToList();
        foreach (var (index, step) in steps.Index())
        {
            await RunAsync(step, name);

            // Of snapshots with one name the last counts.
            if ((string?)step["op"] == "snapshot" && !steps.Skip(index + 1).Any(later => JsonNode.DeepEquals(later["name"], step["name"])
                && (string?)later["op"] == "snapshot"))
            {
                expected = golden["expected"]![(string)step["name"]!]!.AsObject();
                Judge(expected, name);
            }
        }

        foreach (var store in _stores.Values)
        {
            await store.DisposeAsync();
        }

        JudgeRequests(expected!, name);
    }

    private void Prepare(JsonObject golden)
    {
        _vault.Do("POST", "sys/policies/acl/app", "{\"policy\":\""
            + string.Concat(new[] { "secret/*", "own-*", "cubbyhole/*" }
                .Select(path => $"path \\\"{path}\\\" {{ capabilities = {Everything} }}\\n"))
            + "path \\\"sys/mounts/*\\\" { capabilities = [\\\"read\\\"] }\"}");
        _vault.Do("POST", "sys/policies/acl/ro",
            "{\"policy\":\"path \\\"secret/data/vault-denied/ok\\\" { capabilities = [\\\"read\\\"] }\"}");
        _vault.Do("POST", "auth/token/create", """{"id":"app-token","policies":["app"],"ttl":"24h"}""");
        _vault.Do("POST", "auth/token/create", """{"id":"ro-token","policies":["ro"],"ttl":"24h"}""");
        _vault.Do("POST", "sys/auth/approle", """{"type":"approle"}""");
        _vault.Do("POST", "auth/approle/role/app", """{"token_policies":["app"],"token_ttl":"20m"}""");
        _vault.Do("POST", "auth/approle/role/app/role-id", """{"role_id":"app-role-id"}""");
        _vault.Do("POST", "auth/approle/role/app/custom-secret-id", """{"secret_id":"app-secret-id"}""");
        Ask(golden["vault"]);
        _prepared = _vault.Requests.Count;
    }

    private void Ask(JsonNode? requests)
    {
        foreach (var request in requests as JsonArray ?? [])
        {
            _vault.Do((string)request!["method"]!, (string)request["path"]!, request["body"]?.ToJsonString() ?? "");
        }
    }

    private async Task RunAsync(JsonObject step, string name)
    {
        switch ((string)step["op"]!)
        {
            case "create":
                foreach (var manifest in step["objects"]!.AsArray())
                {
                    await ReceiveAsync(manifest!.AsObject(), name);
                }

                break;
            case "vault":
                Ask(step["requests"]);
                break;
            case "patch":
                await ReceiveAsync(_mappings[(string)step["name"]!], name);
                break;
        }
    }

    private async Task ReceiveAsync(JsonObject manifest, string name)
    {
        var (kind, own) = ((string)manifest["kind"]!, (string)manifest["metadata"]!["name"]!);
        switch (kind)
        {
            case "Secret":
                _secrets[own] = manifest["stringData"]!.AsObject();
                foreach (var (key, value) in _secrets[own])
                {
                    _references[$"{name}/{own}/{key}"] = (string)value!;
                }

                break;
            case "SecretStore":
                await OpenAsync(manifest, own, name);
                break;
            case "VaultDynamicSecret":
                _generators[own] = manifest;
                break;
            case "ExternalSecret" when !Gaps.ContainsKey($"{name}/{own}"):
                _mappings[own] = manifest;
                if ((string?)manifest["spec"]!["secretStoreRef"]?["name"] is { } used
                    && _results.GetValueOrDefault("store " + used) is { } bad)
                {
                    // Nothing is read from a store that is not ready.
                    _results[own] = bad;
                    break;
                }

                try
                {
                    _results[own] = await AssembleAsync(manifest["spec"]!.AsObject(), name);
                }
                catch (ProviderException failure)
                {
                    _results[own] = failure;
                }

                break;
            case "PushSecret":
                await PushAsync(manifest["spec"]!.AsObject());
                break;
        }
    }

    private async Task OpenAsync(JsonObject manifest, string own, string name)
    {
        try
        {
            var read = StoreManifest.Read(Map(manifest));
            _stores[own] = SecretStores.Create(read, read.ContextFor(name, _references, _fixture.Host));
            var validation = await _stores[own].ValidateAsync(Ct);
            _results["store " + own] = validation.Failure;
        }
        catch (ProviderException failure)
        {
            _results["store " + own] = failure;
        }
    }

    private MapValue Map(JsonNode node) => GoJson.Parse(Encoding.UTF8.GetBytes(
        node.ToJsonString().Replace("@VAULT@", _vault.Url, StringComparison.Ordinal))).AsMap!;

    // The values of a mapping; null where the store says that there is no such secret.
    private async Task<SecretMap?> AssembleAsync(JsonObject spec, string name)
    {
        var map = new SecretMap();
        var store = (string?)spec["secretStoreRef"]?["name"] is { } named ? _stores.GetValueOrDefault(named) : null;
        foreach (var source in spec["dataFrom"] as JsonArray ?? [])
        {
            var found = source!["extract"] is { } extract ? await store!.GetMapAsync(Reference(extract), Ct)
                : source["find"] is { } find ? await store!.FindAsync(Search(find), Ct)
                : await VaultDynamicSecret.GenerateAsync(
                    Map(_generators[(string)source["sourceRef"]!["generatorRef"]!["name"]!]["spec"]!),
                    new("g", false, name, _references, _fixture.Host), Ct);
            if (found is null)
            {
                return null;
            }

            foreach (var (key, value) in found.Entries)
            {
                map[Unusual().Replace(key, "_")] = value;
            }
        }

        foreach (var entry in spec["data"] as JsonArray ?? [])
        {
            if (store is null || await store.GetAsync(Reference(entry!["remoteRef"]!), Ct) is not { } value)
            {
                return null;
            }

            map[(string)entry!["secretKey"]!] = value;
        }

        return map;
    }

    private async Task PushAsync(JsonObject spec)
    {
        var store = (IWritableSecretStore)_stores[(string)spec["secretStoreRefs"]![0]!["name"]!];
        var source = _secrets[(string)spec["selector"]!["secret"]!["name"]!];
        var all = new SecretMap();
        foreach (var (key, value) in source)
        {
            all[key] = SecretValue.OfText((string)value!);
        }

        foreach (var match in spec["data"]!.AsArray().Select(entry => entry!["match"]!))
        {
            var (remote, key) = (match["remoteRef"]!, (string)match["secretKey"]!);
            var target = new PushTarget((string)remote["remoteKey"]!, (string?)remote["property"] ?? "");
            await store.PushAsync(new(target) { Value = all[key], Data = all, SecretKey = key }, Ct);
        }
    }

    private void Judge(JsonObject expected, string name)
    {
        foreach (var secret in expected["secrets"]?.AsArray() ?? [])
        {
            if (!_results.TryGetValue((string)secret!["name"]!, out var result))
            {
                continue;
            }

            var map = Assert.IsType<SecretMap>(result);
            var data = secret["data"]!.AsObject();
            Assert.Equal(data.Select(value => value.Key).Order(StringComparer.Ordinal), map.Names);
            foreach (var (key, value) in data)
            {
                var text = map[key]!.RevealText();
                if (value is JsonObject { Count: 1 } mask && (string?)mask["matches"] is { } pattern)
                {
                    Assert.Matches($"^(?:{pattern})$", text);
                }
                else
                {
                    Assert.Equal((string?)value, text);
                }
            }
        }

        foreach (var absent in expected["absentSecrets"]?.AsArray() ?? [])
        {
            if (_results.TryGetValue(((string)absent!).Split('/')[1], out var result))
            {
                Assert.True(result is null or ProviderException, $"{absent}: {result}");
            }
        }

        foreach (var message in expected["events"]!.AsArray().Where(row => (string?)row!["type"] == "Warning"))
        {
            JudgeMessage(message!.AsObject(), name);
        }
    }

    private void JudgeMessage(JsonObject message, string name)
    {
        var (own, text) = ((string)message["name"]!, (string)message["message"]!);
        var kind = (string)message["kind"]!;
        if (Gaps.ContainsKey($"{name}/{own}") || text.Contains("is not ready", StringComparison.Ordinal))
        {
            return;
        }

        var failure = _results.GetValueOrDefault(kind == "SecretStore" ? "store " + own : own);
        var words = text.Split(", err: ", 2).Last();
        if (words.Contains("Secret does not exist", StringComparison.Ordinal))
        {
            Assert.Null(failure);
        }
        else if (words.Contains("Error making API request", StringComparison.Ordinal))
        {
            Assert.Contains("permission denied", Assert.IsType<ProviderException>(failure).Message, StringComparison.Ordinal);
        }
        else if (!words.StartsWith("cannot get Kubernetes secret", StringComparison.Ordinal))
        {
            Assert.Contains(words.Replace("error getting all secrets: ", "", StringComparison.Ordinal),
                Assert.IsType<ProviderException>(failure).Message, StringComparison.Ordinal);
        }
    }

    private void JudgeRequests(JsonObject expected, string name)
    {
        var gaps = Gaps.Where(gap => gap.Key.StartsWith(name + "/", StringComparison.Ordinal))
            .SelectMany(gap => gap.Value.Requests).ToList();
        var wanted = expected["exchanges"]!.AsArray().Select(row => row!.AsObject())
            .Where(row => !gaps.Contains($"{row["method"]} {row["path"]}"))
            .Select(row => Line((string)row["method"]!, (string)row["path"]!,
                row["headers"]!.AsObject().Select(header => (header.Key, (string)header.Value!)), row["body"]));
        var sent = _vault.Requests.Skip(_prepared).Select(request => Line(request.Method, request.Target,
            request.Headers.Select(header => (header.Key, header.Value)), request.Body.Length > 0 ? JsonNode.Parse(request.Body) : null));
        Assert.Equal(wanted.Distinct().Order(StringComparer.Ordinal), sent.Distinct().Order(StringComparer.Ordinal));
    }

    private static string Line(string method, string target, IEnumerable<(string Name, string Value)> headers, JsonNode? body)
    {
        var shown = headers.Where(header => header.Name.StartsWith("X-Vault-", StringComparison.OrdinalIgnoreCase))
            .Select(header => (Name: header.Name.ToLowerInvariant(),
                Value: header.Value.StartsWith("s.", StringComparison.Ordinal) ? "<token>" : header.Value))
            .Select(header => $"{header.Name}={header.Value}")
            .Order(StringComparer.Ordinal);
        return $"{method} {target} {string.Join(' ', shown)} {(body is null ? "" : Sorted(body).ToJsonString())}";
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, member.Value is { } value ? Sorted(value) : null))),
        _ => node.DeepClone(),
    };

    private static RemoteRef Reference(JsonNode node) => new((string)node["key"]!)
    {
        Property = (string?)node["property"] ?? "",
        Version = (string?)node["version"] ?? "",
        IsMetadata = (string?)node["metadataPolicy"] == "Fetch",
    };

    private static SecretSearch Search(JsonNode node) => new()
    {
        Name = (string?)node["name"]?["regexp"] ?? "",
        Path = (string?)node["path"] ?? "",
        Tags = (node["tags"] as JsonObject)?.ToDictionary(tag => tag.Key, tag => (string)tag.Value!),
    };

    [GeneratedRegex("[^-._a-zA-Z0-9]")]
    private static partial Regex Unusual();
}
