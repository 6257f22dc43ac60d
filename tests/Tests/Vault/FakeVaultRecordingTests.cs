using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;
using SecretsKit.Testing.Vault.Fake;
using SecretsKit.Testing.Vault.Fake.Auth;

namespace SecretsKit.Tests.Vault;

/// <summary>
/// The fake answers what a real server did: each recorded request gets the recorded status, headers and body, in the order of the
/// recordings. Groups that build on each other share a server.
/// </summary>
public sealed partial class FakeVaultRecordingTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "vault", "exchanges");

    // What the fake does not answer, and why.
    private static readonly Dictionary<string, string> Gaps = new(StringComparer.Ordinal)
    {
        ["sys-dev/012-help"] = "the help of a path is the server's own documentation",
    };

    public static TheoryData<string> Conversations =>
    [
        "kv1-basic", "kv2-basic", "kv2-cas", "kv2-metadata", "kv2-list kv2-errors", "mounts", "policies wrapping", "cubbyhole",
        "token-self",
        "token-admin", "approle", "userpass", "jwt", "kubernetes", "pki", "transit-types transit-crypt transit-batch transit-other", "vals",
        "sops-transit sops-publish-vault", "sealed", "standby", "sys-dev",
    ];

    [Fact]
    public void All_recorded_groups_are_replayed() => Assert.Equal(
        Directory.GetFiles(Folder, "*.jsonl").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
        Conversations.SelectMany(row => ((string)row.Data).Split(' ')).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Conversations))]
    public async Task The_fake_answers_as_the_server_did(string groups)
    {
        using var replay = new Replay();
        var differences = new List<string>();
        foreach (var group in groups.Split(' '))
        {
            differences.AddRange(await replay.RunAsync(group, TestContext.Current.CancellationToken));
        }

        var gaps = Gaps.Keys.Where(id => groups.Split(' ').Contains(id.Split('/')[0])).ToList();
        Assert.DoesNotContain(gaps, id => !differences.Any(found => found.StartsWith(id + ":", StringComparison.Ordinal)));
        Assert.DoesNotContain(differences, found => !Gaps.ContainsKey(found.Split(':')[0]));
    }

    [GeneratedRegex("vault:v([0-9]+):([A-Za-z0-9+/]{40,}={0,2})")]
    private static partial Regex Ciphertext();

    private sealed class Replay : IDisposable
    {
        private readonly FakeClock _clock = new();
        private readonly FakeVault _vault;
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly Dictionary<string, string> _ciphertexts = new(StringComparer.Ordinal);
        private readonly Queue<JsonObject> _reviews = [];
        private RecordedValues _values = new();

        public Replay() => _vault = new(_clock) { ReviewToken = (_, _) => _reviews.TryDequeue(out var review) ? review : null };

        public void Dispose()
        {
            _vault.Dispose();
            _key.Dispose();
        }

        public async Task<IReadOnlyList<string>> RunAsync(string group, CancellationToken ct)
        {
            Begin(group);
            var differences = new List<string>();
            foreach (var row in File.ReadLines(Path.Combine(Folder, group + ".jsonl")).Select(line => RecordedExchange.Parse(Named(line))))
            {
                if (row.Client == "server to TokenReview")
                {
                    if (row.Status == 201)
                    {
                        _reviews.Enqueue(row.Response["body"]!.AsObject());
                    }

                    continue;
                }

                Prepare(row);
                if (await DifferenceAsync(row, ct) is { } found)
                {
                    differences.Add($"{row.Id}: {found}");
                }
            }

            return differences;
        }

        private void Begin(string group)
        {
            var known = _values;
            _values = new();
            _values["token"] = _vault.RootToken;
            foreach (var name in _ciphertexts.Values.Where(name => known[name] is not null))
            {
                _values[name] = known[name];
            }

            switch (group)
            {
                case "mounts":
                    _vault.Do("POST", "sys/mounts/kv1", """{"type":"kv","options":{"version":"1"},"description":"old style"}""");
                    _vault.Do("POST", "sys/mounts/kv1/tune", """{"options":{"version":"2"}}""");
                    break;
                case "jwt":
                    _values["public_key_1"] = _key.ExportSubjectPublicKeyInfoPem();
                    break;
                case "sealed" or "standby":
                    _values["token_1"] = _vault.RootToken;
                    (_vault.StorageType, _vault.IsCluster) = ("file", group == "standby");
                    break;
                case "sops-transit":
                    _vault.Do("POST", "sys/mounts/transit", """{"type":"transit"}""");
                    _vault.Do("POST", "sys/mounts/team/transit", """{"type":"transit"}""");
                    _vault.Do("POST", "sys/mounts/kv1s", """{"type":"kv","options":{"version":"1"}}""");
                    _vault.Do("POST", "sys/namespaces/team-a");
                    break;
                case "vals":
                    SeedVals();
                    break;
            }
        }

        private void SeedVals()
        {
            _vault.Do("POST", "secret/data/vals/app", """{"data":{"n":5,"nested":{"a":"b"},"user":"u"}}""");
            _vault.Do("POST", "sys/mounts/kv1s", """{"type":"kv","options":{"version":"1"}}""");
            _vault.Do("POST", "kv1s/vals/app", """{"user":"old"}""");
            _vault.Do("POST", "sys/policies/acl/default-read",
                """{"policy":"path \"secret/*\" { capabilities = [\"read\", \"list\"] }"}""");
            _vault.Do("POST", "sys/auth/approle", """{"type":"approle"}""");
            _vault.Do("POST", "auth/approle/role/deploy", """{"token_policies":["default-read"],"token_ttl":"1h"}""");
            _values["uuid_3"] = (string)_vault.Do("GET", "auth/approle/role/deploy/role-id")!["data"]!["role_id"]!;
            _values["uuid_4"] = (string)_vault.Do("POST", "auth/approle/role/deploy/secret-id", "{}")!["data"]!["secret_id"]!;
        }

        // Ciphertexts of recordings that keep them become placeholders: the fake's own are others.
        private string Named(string line) => Ciphertext().Replace(line, found =>
        {
            var text = found.Groups[2].Value;
            if (!_ciphertexts.TryGetValue(text, out var name))
            {
                _ciphertexts[text] = name = $"kept_{_ciphertexts.Count + 1}";
            }

            return $"vault:v{found.Groups[1].Value}:{{{{{name}}}}}";
        });

        private void Prepare(RecordedExchange row)
        {
            var name = row.Id.Split('/')[1];
            if (name == "017-expired")
            {
                _clock.Advance(TimeSpan.FromSeconds(2));
            }

            // The account was locked by failures that are not in the recording.
            for (var failure = 0; row.Id == "userpass/010-locked-out" && failure < 4; failure++)
            {
                _vault.LogInWrongly("auth/userpass/login/operator");
            }

            var spoilt = name switch
            {
                "024-tampered" => ("ciphertext_7", Spoilt(_values["ciphertext_2"]!)),
                "025-truncated" => ("ciphertext_8", "AAAAAAAA"),
                "003-decrypt-partly-bad" => ("ciphertext_3", "AAAAAAAA"),
                _ => ("", ""),
            };
            if (spoilt.Item1.Length > 0 && row.Id.StartsWith("transit-", StringComparison.Ordinal))
            {
                _values[spoilt.Item1] = spoilt.Item2;
            }

            if (row.Id.StartsWith("standby/", StringComparison.Ordinal))
            {
                _vault.StandbyOf = name is "001-write" or "013-leader-health" or "014-step-down" ? null : "https://127.0.0.1:8200";
            }

            if (row.Request["jwt_claims"] is JsonObject claims && (string?)row.Body?["jwt"] is { } placeholder
                && placeholder.Trim('{', '}') is var token && _values[token] is null)
            {
                using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                _values[token] = FakeJwt.Sign(Timed(claims), name.EndsWith("bad-signature", StringComparison.Ordinal) ? other : _key);
            }
        }

        private static string Spoilt(string ciphertext)
        {
            var bytes = Convert.FromBase64String(ciphertext);
            bytes[^1] ^= 1;
            return Convert.ToBase64String(bytes);
        }

        private JsonObject Timed(JsonObject claims)
        {
            var timed = (JsonObject)_values.Fill(claims)!;
            foreach (var name in (string[])["exp", "iat", "nbf"])
            {
                if ((string?)timed[name] is { } text)
                {
                    timed[name] = _clock.GetUtcNow().ToUnixTimeSeconds() + int.Parse(text["now".Length..], null);
                }
            }

            return timed;
        }

        private async Task<string?> DifferenceAsync(RecordedExchange row, CancellationToken ct)
        {
            var headers = (row.Request["headers"] as JsonObject ?? [])
                .Select(header => KeyValuePair.Create(header.Key, _values.Fill((string)header.Value!)));
            var body = row.Body switch
            {
                null => "",
                JsonValue text when text.GetValueKind() == JsonValueKind.String => _values.Fill((string)text!),
                var tree => _values.Fill(tree)!.ToJsonString(),
            };
            var target = _values.Fill(row.Path) + (row.Query.Length > 0 ? "?" + row.Query : "");
            var response = await RawHttp.SendAsync(_vault.Url, row.Method, target, headers, body, ct);
            return response.Status != row.Status ? $"status {response.Status}, recorded {row.Status}: {response.Content}"
                : HeaderDifference(row, response) ?? ContentDifference(row.Response["body"], response);
        }

        private string? HeaderDifference(RecordedExchange row, RawResponse response)
        {
            foreach (var (name, value) in row.Response["headers"] as JsonObject ?? [])
            {
                if (!_values.Matches((string)value!, response.Headers.GetValueOrDefault(name, "")) && name is "location" or "cache-control")
                {
                    return $"header {name}: {response.Headers.GetValueOrDefault(name)}, recorded {value}";
                }
            }

            return null;
        }

        private string? ContentDifference(JsonNode? recorded, RawResponse response) => recorded switch
        {
            null => response.Content.Length == 0 ? null : "a body that was not recorded",
            JsonValue text when text.GetValueKind() == JsonValueKind.String =>
                _values.Matches((string)text!, response.Content) ? null : $"text {response.Content}",
            _ => _values.Difference(recorded, response.Json),
        };
    }
}
