using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Engines;

/// <summary>An authority for certificates, whose certificates are none: it shows what leases and answers look like.</summary>
internal sealed class PkiEngine : IFakeEngine
{
    private static readonly TimeSpan SystemTtl = TimeSpan.FromHours(768);

    private const string NoUrls = "This mount hasn't configured any authority information access (AIA) fields; this may make it harder for "
        + "systems to find missing certificates in the chain or to validate revocation status of certificates. Consider updating "
        + "/config/urls or the newly generated issuer with this information.";

    private const string NoLeases = "it is encouraged to disable generate_lease and rely on PKI's native capabilities when possible; this "
        + "option can cause instance-wide issues with large numbers of issued certificates";

    private readonly Dictionary<string, JsonObject> _roles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Pem, DateTimeOffset? Revoked)> _certificates = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly string _issuer = Guid.NewGuid().ToString();
    private string _root = "";
    private string _rootDer = "";

    public bool IsOpen(string path) => path is "ca/pem" or "cert/ca_chain" or "crl/pem" or "ca" or "crl" or "ca_chain";

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        switch (call.Path.TrimEnd('/').Split('/'))
        {
            case ["root", "generate", _]:
                return Generate(call);
            case ["roles", var name] when call.Operation == VaultOperation.Update:
                _roles[name] = Role(call);
                return VaultReply.Of(_roles[name].DeepClone(), call.Flag("generate_lease") == true ? [NoLeases] : []);
            case ["roles", var name]:
                return _roles.TryGetValue(name, out var role) ? VaultReply.Of(role.DeepClone()) : VaultReply.Nothing;
            case ["issue", var name]:
                return Issue(call, vault, name);
            case ["revoke"]:
                var serial = call.Text("serial_number") ?? "";
                _certificates[serial] = (_certificates[serial].Pem, call.Now);
                return VaultReply.Of(new JsonObject
                {
                    ["revocation_time"] = call.Now.ToUnixTimeSeconds(),
                    ["revocation_time_rfc3339"] = VaultTime.Text(call.Now),
                    ["state"] = "revoked",
                });
            case ["certs"]:
                return VaultReply.Of(new JsonObject { ["keys"] = new JsonArray([.. _order.Select(number => (JsonNode)number)]) });
            case ["ca", "pem"]:
                return new(200) { Text = _root };
            case ["crl", "pem"]:
                return new(200) { Text = Pem("X509 CRL") };
            case ["cert", "ca_chain"]:
                return VaultReply.Of(new JsonObject
                {
                    ["ca_chain"] = _root, ["certificate"] = _root, ["revocation_time"] = 0, ["revocation_time_rfc3339"] = "",
                });
            case ["cert", var number]:
                return _certificates.TryGetValue(number.Replace('-', ':'), out var found) ? VaultReply.Of(new JsonObject
                {
                    ["certificate"] = found.Pem,
                    ["issuer_id"] = _issuer,
                    ["revocation_time"] = found.Revoked?.ToUnixTimeSeconds() ?? 0,
                    ["revocation_time_rfc3339"] = found.Revoked is { } time ? VaultTime.Text(time) : "",
                }) : VaultReply.Nothing;
            default:
                return null;
        }
    }

    private VaultReply Generate(VaultCall call)
    {
        (_root, _rootDer) = (Pem("CERTIFICATE"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(60)));
        var serial = Add(_root);
        return VaultReply.Of(new JsonObject
        {
            ["certificate"] = _root,
            ["expiration"] = (call.Now + (call.Duration("ttl") ?? SystemTtl)).ToUnixTimeSeconds(),
            ["issuer_id"] = _issuer,
            ["issuer_name"] = "",
            ["issuing_ca"] = _root,
            ["key_id"] = Guid.NewGuid().ToString(),
            ["key_name"] = "",
            ["serial_number"] = serial,
        }, NoUrls);
    }

    private VaultReply Issue(VaultCall call, FakeVault vault, string name)
    {
        if (!_roles.TryGetValue(name, out var role))
        {
            throw new VaultRefusal(400, $"unknown role: {name}");
        }

        var most = TimeSpan.FromSeconds((long)role["max_ttl"]!);
        var ttl = call.Duration("ttl") ?? SystemTtl;
        string[] warnings = ttl > most
            ? [$"TTL \"{VaultTime.Text(ttl)}\" is longer than permitted maxTTL \"{VaultTime.Text(most)}\", so maxTTL is being used"] : [];
        ttl = ttl > most ? most : ttl;
        var format = call.Text("format");
        var isDer = format == "der";
        var (key, certificate) = isDer ? (Der(), Der()) : (Pem("EC PRIVATE KEY"), Pem("CERTIFICATE"));
        var shown = format == "pem_bundle" ? $"{key}\n{certificate}\n{_root}" : certificate;
        var issuer = isDer ? _rootDer : _root;
        var data = new JsonObject
        {
            ["ca_chain"] = new JsonArray(issuer),
            ["certificate"] = shown,
            ["expiration"] = (call.Now + ttl).ToUnixTimeSeconds(),
            ["issuing_ca"] = issuer,
            ["not_before"] = call.Now.ToUnixTimeSeconds() - 30,
            ["private_key"] = key,
            ["private_key_type"] = "ec",
            ["serial_number"] = Add(shown),
        };
        return VaultReply.Of(data, warnings) with
        {
            LeaseId = vault.Leases.Add(call.FullPath, call.Now, ttl, isRenewable: false), LeaseSeconds = (long)ttl.TotalSeconds,
        };
    }

    private static JsonObject Role(VaultCall call)
    {
        var role = (JsonObject)JsonNode.Parse("""
            {"allow_any_name":false,"allow_bare_domains":false,"allow_glob_domains":false,"allow_globs_in_identity_templates":false,
            "allow_ip_sans":true,"allow_localhost":true,"allow_subdomains":false,"allow_token_displayname":false,
            "allow_wildcard_certificates":true,"allowed_domains":[],"allowed_domains_template":false,"allowed_ip_sans_cidr":[],
            "allowed_other_sans":[],"allowed_serial_numbers":[],"allowed_uri_sans":[],"allowed_uri_sans_template":false,
            "allowed_user_ids":[],
            "basic_constraints_valid_for_non_ca":false,"client_flag":true,"cn_validations":["email","hostname"],"code_signing_flag":false,
            "country":[],"email_protection_flag":false,"enforce_hostnames":true,"ext_key_usage":[],"ext_key_usage_oids":[],
            "generate_lease":false,"issuer_ref":"default","key_bits":2048,"key_type":"rsa",
            "key_usage":["DigitalSignature","KeyAgreement","KeyEncipherment"],"locality":[],"max_ttl":0,"no_store":false,"not_after":"",
            "not_after_bound":"permit","not_before":"","not_before_bound":"permit","not_before_duration":30,"organization":[],"ou":[],
            "policy_identifiers":[],"postal_code":[],"province":[],"require_cn":true,"server_flag":true,"signature_bits":0,
            "street_address":[],"ttl":0,"use_csr_common_name":true,"use_csr_sans":true,"use_pss":false}
            """)!;
        foreach (var (name, value) in call.Body ?? [])
        {
            role[name] = name is "max_ttl" or "ttl" ? (long)call.Duration(name)!.Value.TotalSeconds : value?.DeepClone();
        }

        return role;
    }

    private string Add(string pem)
    {
        var serial = string.Join(':', RandomNumberGenerator.GetBytes(20).Select(part => part.ToString("x2", null)));
        _certificates[serial] = (pem, null);
        _order.Add(serial);
        return serial;
    }

    private static string Der() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(60));

    private static string Pem(string label) => $"-----BEGIN {label}-----\n{Der()}\n-----END {label}-----";
}
