using System.Text.Json.Nodes;
using SecretsKit.Testing.Vault.Fake.Auth;
using SecretsKit.Testing.Vault.Fake.Engines;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>One namespace: its mounts, ways to log in and policies. Tokens are those of the server.</summary>
internal sealed class FakeNamespace
{
    private static readonly string[] KvPlugins = ["kv", "kv-v1", "kv-v2", "generic"];

    public FakeNamespace(string path, bool hasSecrets)
    {
        Path = path;
        Mounts["cubbyhole/"] = new("cubbyhole", new CubbyholeEngine()) { Description = "per-token private secret storage", IsLocal = true };
        Mounts["identity/"] = new("identity", null) { Description = "identity store", PassesHeader = "Authorization" };
        Mounts["sys/"] = new("system", null)
        {
            Description = "system endpoints used for control, policy and debugging", PassesHeader = "Accept", WrapsSeal = true,
        };
        if (hasSecrets)
        {
            Mounts["secret/"] = Kv("2", "key/value secret storage");
        }

        Auths["token/"] = new("token", null) { Description = "token based credentials", TokenType = "default-service" };
    }

    public string Path { get; }

    public SortedDictionary<string, FakeMount> Mounts { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, FakeMount> Auths { get; } = new(StringComparer.Ordinal);

    public FakePolicies Policies { get; } = new();

    /// <summary>The mount of a path, with its slash; null for none.</summary>
    public string? MountOf(string path) => Of(Mounts, path);

    public string? AuthOf(string path) => Of(Auths, path);

    public static FakeMount Kv(string version, string description, bool hasOptions = true) =>
        new("kv", version == "2" ? new KvV2Engine() : new KvV1Engine())
        {
            Description = description,
            Options = hasOptions ? new JsonObject { ["version"] = version } : [],
        };

    public static FakeMount Create(string type, VaultCall call)
    {
        var description = call.Text("description") ?? "";
        if (KvPlugins.Contains(type))
        {
            var version = type == "kv-v2" ? "2" : type == "kv-v1" ? "1" : (string?)(call.Body?["options"] as JsonObject)?["version"];
            return Kv(version ?? "1", description, version is not null);
        }

        return type switch
        {
            "transit" => new("transit", new TransitEngine()) { Description = description },
            "pki" => new("pki", new PkiEngine()) { Description = description },
            "cubbyhole" => new("cubbyhole", new CubbyholeEngine()) { Description = description },
            _ => throw new VaultRefusal(400, $"plugin not found in the catalog: {type}"),
        };
    }

    public static FakeMount CreateAuth(string type, VaultCall call, FakeVault vault) => new(type, type switch
    {
        "approle" => new AppRoleAuth(),
        "userpass" or "ldap" => new PasswordAuth(type),
        "jwt" or "oidc" => new JwtAuth(),
        "kubernetes" => new KubernetesAuth(vault),
        "cert" => new CertificateAuth(),
        "aws" => new AwsAuth(vault),
        "gcp" => new GcpAuth(),
        _ => throw new VaultRefusal(400, $"plugin not found in the catalog: {type}"),
    })
    {
        Description = call.Text("description") ?? "",
        TokenType = "default-service",
    };

    private static string? Of(SortedDictionary<string, FakeMount> mounts, string path) =>
        mounts.Keys.Where(mount => path.StartsWith(mount, StringComparison.Ordinal) || path + "/" == mount)
            .MaxBy(mount => mount.Length);
}

/// <summary>What answers below a mount.</summary>
internal interface IFakeEngine
{
    /// <summary>Answers; null for a path that it does not have.</summary>
    VaultReply? Handle(VaultCall call, FakeVault vault);

    /// <summary>Whether a path needs no token.</summary>
    bool IsOpen(string path) => false;
}

/// <summary>A mount, as <c>sys/mounts</c> describes it.</summary>
internal sealed class FakeMount(string type, IFakeEngine? engine)
{
    public string Type { get; } = type;

    public IFakeEngine? Engine { get; set; } = engine;

    public string Description { get; set; } = "";

    public JsonObject? Options { get; set; }

    public bool IsLocal { get; init; }

    public bool WrapsSeal { get; init; }

    public string? PassesHeader { get; init; }

    public string? TokenType { get; init; }

    public string Accessor { get; } = type + "_" + FakeTokens.Letters(8).ToLowerInvariant();

    public string Uuid { get; } = Guid.NewGuid().ToString();

    public JsonObject Describe(string? path = null)
    {
        var config = new JsonObject { ["default_lease_ttl"] = 0, ["force_no_cache"] = false, ["max_lease_ttl"] = 0 };
        if (PassesHeader is not null)
        {
            config["passthrough_request_headers"] = new JsonArray(PassesHeader);
        }

        if (TokenType is not null)
        {
            config["token_type"] = TokenType;
        }

        var data = new JsonObject
        {
            ["accessor"] = Accessor,
            ["config"] = config,
            ["description"] = Description,
            ["external_entropy_access"] = false,
            ["local"] = IsLocal,
            ["options"] = Options?.DeepClone(),
            ["plugin_version"] = "",
            ["running_plugin_version"] = "v2.0.0+builtin.bao",
            ["running_sha256"] = "",
            ["seal_wrap"] = WrapsSeal,
            ["type"] = Type,
            ["uuid"] = Uuid,
        };
        if (Type is "kv" or "transit" or "pki")
        {
            data["deprecation_status"] = "supported";
        }

        if (path is not null)
        {
            data["path"] = path;
        }

        return data;
    }
}
