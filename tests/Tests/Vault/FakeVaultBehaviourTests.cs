using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Tests.Vault;

/// <summary>
/// The fake obeys the rules of goldens vault, behaviour.md, also where no recording shows them. A step is a request of the root token
/// (<c>-</c> before the method: of none; <c>ns:</c>: in that namespace), an arrow, the status and a part of the content; <c>$x</c> stands
/// for
/// the text at a place of an earlier content that <c>@x=place</c> named.
/// </summary>
public sealed class FakeVaultBehaviourTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly FakeVault _vault;
    private readonly Dictionary<string, string> _named = [];

    public FakeVaultBehaviourTests() => _vault = new(_clock);

    /// <summary>The rules of testdata/vault/behaviour.txt: a line with its name, then steps, then a blank line.</summary>
    public static TheoryData<string, string> Rules
    {
        get
        {
            var rules = new TheoryData<string, string>();
            var path = Path.Combine(AppContext.BaseDirectory, "testdata", "vault", "behaviour.txt");
            foreach (var rule in File.ReadAllText(path).Split("# ", StringSplitOptions.RemoveEmptyEntries))
            {
                var lines = rule.Split('\n', 2);
                rules.Add(lines[0], lines[1].Trim());
            }

            return rules;
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public async Task A_rule_holds(string rule, string steps)
    {
        foreach (var step in steps.Split('\n'))
        {
            await RunAsync(rule, step);
        }
    }

    [Fact]
    public async Task A_standby_says_so_and_forwards()
    {
        _vault.StandbyOf = "https://active.test:8200";
        await RunAsync("standby", "GET sys/health => 429 \"standby\":true");
        await RunAsync("standby", "GET sys/health?standbyok=true => 200");
        await RunAsync("standby", "PUT secret/data/x {\"data\":{}} => 200");
    }

    [Fact]
    public async Task A_server_that_was_never_initialised_says_so()
    {
        _vault.IsInitialized = false;
        await RunAsync("init", "GET sys/health => 501");
        await RunAsync("init", "GET secret/data/x => 503 Vault is sealed");
    }

    public void Dispose() => _vault.Dispose();

    private async Task RunAsync(string rule, string step)
    {
        foreach (var (name, value) in _named)
        {
            step = step.Replace("$" + name, value, StringComparison.Ordinal);
        }

        var sides = step.Split(" => ", 2);
        var words = sides[0].Split(' ').ToList();
        var headers = new Dictionary<string, string> { ["X-Vault-Token"] = _vault.RootToken };
        for (; words[0].Contains(':', StringComparison.Ordinal); words.RemoveAt(0))
        {
            var (name, value) = (words[0].Split(':')[0], words[0].Split(':', 2)[1]);
            switch (name)
            {
                case "after":
                    _clock.Advance(TimeSpan.FromSeconds(int.Parse(value, null)));
                    break;
                default:
                    headers[name switch { "ns" => "X-Vault-Namespace", "token" => "X-Vault-Token", _ => "X-Vault-Wrap-TTL" }] =
                        name == "wrap" ? "5m" : value;
                    break;
            }
        }

        if (words[0].StartsWith('-'))
        {
            words[0] = words[0][1..];
            headers.Remove("X-Vault-Token");
        }

        var response = await RawHttp.SendAsync(_vault.Url, words[0], "/v1/" + words[1], headers, string.Join(' ', words.Skip(2)),
            TestContext.Current.CancellationToken);
        var expected = sides[1].Split(' ', 2);
        Assert.True(expected[0] == response.Status.ToString(null, null), $"{rule}: {step}: {response.Status} {response.Content}");
        if (expected.ElementAtOrDefault(1) is not { } text)
        {
            return;
        }

        if (text.StartsWith('@'))
        {
            var (name, place) = (text[1..].Split('=')[0], text.Split('=')[1]);
            _named[name] = place.Split('.').Aggregate(response.Json, (node, part) => node?[part])!.GetValue<string>();
            return;
        }

        Assert.True(response.Content.Contains(text, StringComparison.Ordinal), $"{rule}: {step}: {response.Content}");
    }
}
