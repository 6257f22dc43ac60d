using System.Buffers.Text;
using System.Text;
using SecretsKit.Testing.Vendors;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// Files under a vendor's key: credentials go to the vendor's server alone, those that only sign go nowhere, data keys and values are in no
/// file, no argument and no variable of another program. Every system call is looked at, and the memory at the end.
/// </summary>
public sealed class VendorTraceTests : IDisposable
{
    private const string Secrets = "secrets.yaml";
    private readonly CanaryRun _canaries = new();
    private readonly List<VendorServer> _servers = [];

    public static TheoryData<string> Vendors => [.. VendorServer.Vendors];

    private Workbench Bench => _canaries.Bench;

    public void Dispose()
    {
        _canaries.Dispose();
        _servers.ForEach(server => server.Dispose());
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task Credentials_and_data_keys_go_to_the_server_alone(string vendor)
    {
        var server = Start(vendor);
        Bench.Write(Secrets, $"a: {CanaryRun.Value}\nb: {CanaryRun.Second}\n");
        var before = server.Requests.Count;
        await _canaries.VerbAsync(new(Makes: Secrets, ToServer: true), null, "enc", Secrets);
        await _canaries.VerbAsync(new(OnOutput: true, Opens: Secrets, ToServer: true), null, "view", Secrets);
        await _canaries.SopsAsync(new(OnOutput: true, Opens: Secrets, ToServer: true), null, "decrypt", Secrets);
        await _canaries.SopsAsync(new(Opens: Secrets, Makes: Secrets, ToServer: true), null, "rotate", "-i", Secrets);
        await _canaries.SopsAsync(
            new(InVariables: true, Opens: Secrets, ToServer: true), null, "exec-env", "--pristine", Secrets, "true");
        Assert.True(server.Requests.Count - before >= 5, $"{server.Requests.Count - before} requests");
    }

    [Theory]
    [InlineData("aws", "403")]
    [InlineData("vault", "403")]
    [InlineData("google", "403")]
    [InlineData("huawei", "403")]
    [InlineData("azure", "403")]
    [InlineData("azure", "400")]
    [InlineData("azure", "echo")]
    [InlineData("azure", "html")]
    [InlineData("azure", "cut")]
    [InlineData("azure", "redirect")]
    [InlineData("azure", "other types")]
    public async Task A_failure_shows_nothing(string vendor, string answer)
    {
        var server = Start(vendor);
        Bench.Write(Secrets, $"a: {CanaryRun.Value}\nb: {CanaryRun.Second}\n");
        await _canaries.VerbAsync(new(Makes: Secrets, ToServer: true), null, "enc", Secrets);
        server.Replace(request => HostileAnswers.Of(answer, server, request));
        Pass(server);
        Bench.Set("SOPS_AGE_KEY_FILE", "/nonexistent/keys");
        await _canaries.VerbAsync(new(Exit: 1, Opens: Secrets, ToServer: true), null, "view", Secrets);
        await _canaries.SopsAsync(new(Exit: 128, Opens: Secrets, ToServer: true), null, "--verbose", "decrypt", Secrets);
    }

    /// <summary>What a core dump or a memory image at the end of a run would hold.</summary>
    [Theory, MemberData(nameof(Vendors))]
    public async Task The_data_key_is_nowhere_in_memory_at_the_end(string vendor)
    {
        Start(vendor);
        Bench.Write(Secrets, $"a: {CanaryRun.Value}\n");
        var made = await Bench.RunAsync(NativeProgram.Path, "enc", Secrets);
        Assert.True(made.ExitCode == 0, made.ErrorText);
        var key = await _canaries.DataKeyAsync(Secrets);
        byte[][] forms =
        [
            key, Encoding.ASCII.GetBytes(Convert.ToBase64String(key)[..40]),
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(key)[..40]), Encoding.Unicode.GetBytes(Convert.ToBase64String(key)[..40]),
        ];
        var found = new int[forms.Length];
        var run = await ProcessMemory.AtExitAsync(
            Bench,
            region =>
            {
                for (var form = 0; form < forms.Length; form++)
                {
                    found[form] += region.Count(forms[form]);
                }
            },
            NativeProgram.Path, "view", Secrets);
        Assert.Contains(CanaryRun.Value, run.OutputText, StringComparison.Ordinal);
        Assert.All(found, count => Assert.Equal(0, count));
    }

    private VendorServer Start(string vendor)
    {
        var server = new VendorServer(vendor, Bench.Home);
        _servers.Add(server);
        Pass(server);
        foreach (var secret in server.Unsent)
        {
            _canaries.AddValue("a credential that signs", Encoding.UTF8.GetBytes(secret));
        }

        foreach (var secret in server.Sent)
        {
            _canaries.AddKey("a credential that is sent", Encoding.UTF8.GetBytes(secret));
        }

        // The age recipient tells the test the data key; the program asks the vendor first.
        Bench.Set("SOPS_DECRYPTION_ORDER", "kms,gcp_kms,azure_kv,hc_vault,hckms,age");
        Bench.Write(".sops.yaml", $"creation_rules:\n  - {server.Rule}\n    age: {Bench.Recipient}\n");
        return server;
    }

    private void Pass(VendorServer server)
    {
        foreach (var (name, value) in server.Variables)
        {
            Bench.Set(name, value);
        }
    }
}
