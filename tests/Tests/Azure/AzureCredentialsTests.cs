using System.Buffers.Text;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Azure.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing;
using SecretsKit.Testing.Azure;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Azure;

/// <summary>Who asks for tokens of Azure, how they prove it, for how long a token counts, and what wrong credentials look like.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AzureCredentialsTests : IDisposable
{
    private const string Vault = "\"vaultUrl\":\"https://myvault.vault.azure.net\"";

    private readonly List<FakeKeyVault> _vaults = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _vaults.ForEach(vault => vault.Dispose());

    [Fact]
    public async Task A_client_proves_itself_by_its_secret()
    {
        var vault = Start();
        await ReadAsync(vault, AzureSecretStoreTests.Settings, AzureSecretStoreTests.References());
        var request = Assert.Single(vault.TokenRequests);
        Assert.Equal($"/{FakeKeyVault.Tenant}/oauth2/v2.0/token", request.Target);
        var form = Form(request);
        Assert.Equal((FakeKeyVault.Client, "canary-client-secret", "client_credentials"),
            (form["client_id"], form["client_secret"], form["grant_type"]));
        Assert.StartsWith("https://vault.azure.net/.default ", form["scope"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_proves_itself_by_its_certificate()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=app", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var references = AzureSecretStoreTests.References();
        references.Secrets["ns/azure"]["cert"] = certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
        var vault = Start();
        await ReadAsync(vault, """
            {VAULT,"tenantId":"0f0f0f0f-1111-4222-8333-0123456789ab",
             "authSecretRef":{"clientId":{"name":"azure","key":"id"},"clientCertificate":{"name":"azure","key":"cert"}}}
            """, references);
        var form = Form(Assert.Single(vault.TokenRequests));
        Assert.False(form.ContainsKey("client_secret"));
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        var parts = form["client_assertion"].Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        Assert.Equal($"https://login.microsoftonline.com/{FakeKeyVault.Tenant}/oauth2/v2.0/token", (string?)claims["aud"]);
        Assert.Equal((FakeKeyVault.Client, FakeKeyVault.Client), ((string?)claims["iss"], (string?)claims["sub"]));
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public async Task A_service_account_of_the_cluster_proves_itself_by_its_token()
    {
        var references = Accounts((Annotation("client-id"), FakeKeyVault.Client), (Annotation("tenant-id"), FakeKeyVault.Tenant));
        var vault = Start();
        await ReadAsync(vault, """
            {VAULT,"authType":"WorkloadIdentity","serviceAccountRef":{"name":"app","audiences":["extra"]}}
            """, references);
        Assert.Equal("ns/app api://AzureADTokenExchange,extra 3600", Assert.Single(references.Tokens));
        Assert.Equal("canary-account-token", Form(Assert.Single(vault.TokenRequests))["client_assertion"]);
    }

    [Theory]
    [InlineData("", "tenantId")]
    [InlineData("client-id", "tenantId")]
    [InlineData("tenant-id", "has no annotation azure.workload.identity/client-id")]
    [InlineData("client-id tenant-id", "clientId is set twice", true)]
    [InlineData("tenant-id", "tenantId is set twice", true)]
    public async Task What_a_service_account_lacks_or_has_twice_is_named(string annotations, string words, bool isSetByStore = false)
    {
        var references = Accounts([.. annotations.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => (Annotation(name), "value"))]);
        references.Secrets["ns/azure"] = new() { ["id"] = FakeKeyVault.Client };
        var own = isSetByStore ? """
            ,"tenantId":"t","authSecretRef":{"clientId":{"name":"azure","key":"id"}}
            """ : annotations.Length == 0 ? """
            ,"authSecretRef":{"clientId":{"name":"azure","key":"id"}}
            """ : "";
        var settings = """{VAULT,"authType":"WorkloadIdentity","serviceAccountRef":{"name":"app"}""" + own + "}";
        var failure = await FailAsync(Start(), settings, references);
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_itself_proves_itself_by_the_file_of_its_workload_identity()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(file, "canary-file-token\n", Ct);
        var vault = Start(null, new("AZURE_CLIENT_ID", FakeKeyVault.Client), new("AZURE_TENANT_ID", FakeKeyVault.Tenant),
            new("AZURE_FEDERATED_TOKEN_FILE", file));
        await ReadAsync(vault, """{VAULT,"authType":"WorkloadIdentity"}""", new());
        Assert.Equal("canary-file-token", Form(Assert.Single(vault.TokenRequests))["client_assertion"]);
    }

    [Fact]
    public void The_token_of_the_program_itself_goes_to_no_server_that_a_manifest_names()
    {
        var failure = Assert.Throws<ProviderException>(() => AzureSecretStoreTests.Create(Start(), """
            {"vaultUrl":"https://v.vault.evil.example","authType":"WorkloadIdentity","useAzureSDK":true,
             "customCloudConfig":{"activeDirectoryEndpoint":"https://evil.example"}}
            """));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
    }

    [Theory]
    [InlineData("\"environmentType\":\"USGovernmentCloud\",\"vaultUrl\":\"https://v.vault.usgovcloudapi.net\"", "vault.usgovcloudapi.net")]
    [InlineData("\"environmentType\":\"ChinaCloud\",\"vaultUrl\":\"https://v.vault.azure.cn\"", "vault.azure.cn")]
    [InlineData("\"environmentType\":\"AzureStackCloud\",\"vaultUrl\":\"https://v.vault.azurestack.example\",\"useAzureSDK\":true," +
        "\"customCloudConfig\":{\"activeDirectoryEndpoint\":\"https://adfs.azurestack.example/\"," +
        "\"keyVaultDNSSuffix\":\"vault.azurestack.example\"}", "vault.azurestack.example")]
    public async Task Clouds_have_servers_and_vaults_of_their_own(string cloud, string resource)
    {
        var vault = Start();
        await ReadAsync(vault, "{" + cloud + """
            ,"tenantId":"0f0f0f0f-1111-4222-8333-0123456789ab",
             "authSecretRef":{"clientId":{"name":"azure","key":"id"},"clientSecret":{"name":"azure","key":"secret"}}}
            """, AzureSecretStoreTests.References());
        Assert.StartsWith($"https://{resource}/.default ", Form(Assert.Single(vault.TokenRequests))["scope"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"vaultUrl\":\"https://v.vault.azure.cn\"", "vaultUrl")]
    [InlineData("\"vaultUrl\":\"https://evil.example\"", "vaultUrl")]
    [InlineData("\"vaultUrl\":\"http://myvault.vault.azure.net\"", "vaultUrl")]
    [InlineData("\"vaultUrl\":\"https://myvault.vault.azure.net\",\"environmentType\":\"Moon\"", "environmentType")]
    [InlineData("\"vaultUrl\":\"https://myvault.vault.azure.net\",\"environmentType\":\"AzureStackCloud\"", "customCloudConfig")]
    [InlineData("\"vaultUrl\":\"https://myvault.vault.azure.net\",\"customCloudConfig\":{\"activeDirectoryEndpoint\":\"https://a.b\"}",
        "customCloudConfig")]
    [InlineData("\"vaultUrl\":\"https://myvault.vault.azure.net\",\"authType\":\"Password\"", "authType")]
    [InlineData("\"vaultUrl\":\"https://myvault.vault.azure.net\"", "authSecretRef")]
    [InlineData("\"vaultUrl\":\"https://myvault.vault.azure.net\",\"tenantId\":\"t\",\"authSecretRef\":{\"clientId\":{\"name\":\"a\"}}",
        "authSecretRef")]
    public void Wrong_settings_name_their_field(string settings, string field)
    {
        var failure = Assert.Throws<ProviderException>(() => AzureSecretStoreTests.Create(Start(), "{" + settings + "}"));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains("spec.provider.azurekv." + field, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_token_serves_all_stores_of_an_identity_until_shortly_before_its_end()
    {
        var clock = new FakeClock();
        var vault = Start(clock);
        vault.TokenSeconds = 3600;
        await ReadAsync(vault, AzureSecretStoreTests.Settings, AzureSecretStoreTests.References());
        await ReadAsync(vault, AzureSecretStoreTests.Settings, AzureSecretStoreTests.References());
        clock.Advance(TimeSpan.FromMinutes(58));
        await ReadAsync(vault, AzureSecretStoreTests.Settings, AzureSecretStoreTests.References());
        Assert.Single(vault.TokenRequests);
        clock.Advance(TimeSpan.FromMinutes(1.5));
        await ReadAsync(vault, AzureSecretStoreTests.Settings, AzureSecretStoreTests.References());
        Assert.Equal(2, vault.TokenRequests.Count);
        var others = AzureSecretStoreTests.References();
        others.Secrets["ns/azure"]["secret"] = "canary-new-secret";
        await ReadAsync(vault, AzureSecretStoreTests.Settings, others);
        Assert.Equal("canary-new-secret", Form(vault.TokenRequests[^1])["client_secret"]);
    }

    [Theory]
    [InlineData("invalid_client", "AADSTS7000215", "the client secret is wrong: use its value, not its id")]
    [InlineData("invalid_client", "AADSTS7000222", "the client secret or certificate has expired: make a new one")]
    [InlineData("unauthorized_client", "AADSTS700016", "no such client in this tenant: check AZURE_CLIENT_ID and AZURE_TENANT_ID")]
    [InlineData("invalid_request", "AADSTS90002", "no such tenant: check AZURE_TENANT_ID")]
    [InlineData("invalid_client", "AADSTS70021",
        "the identity trusts no such token: check issuer, subject and audience of its federation")]
    [InlineData("invalid_client", "AADSTS700024", "the assertion is not valid now: check the clock of this machine")]
    [InlineData("invalid_grant", "AADSTS1", "check tenant, client and secret of the credentials")]
    public async Task Wrong_credentials_are_one_clear_failure(string error, string number, string hint)
    {
        var vault = Start();
        vault.Instead = request => !FakeKeyVault.IsForToken(request) ? null : ServedAnswer.Kept(
            $$"""{"error":"{{error}}","error_description":"{{number}}: canary words of the server"}""", "401 Unauthorized");
        var failure = await FailAsync(vault, AzureSecretStoreTests.Settings, AzureSecretStoreTests.References());
        Assert.Equal((ProviderFault.Unauthenticated, number, hint), (failure.Failure.Fault, failure.Failure.Code, failure.Hint));
        Assert.Single(vault.Requests);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_none_is_one_clear_failure()
    {
        var references = AzureSecretStoreTests.References();
        references.Secrets["ns/azure"]["cert"] = "canary-no-certificate";
        var failure = await FailAsync(Start(), """
            {VAULT,"tenantId":"t",
             "authSecretRef":{"clientId":{"name":"azure","key":"id"},"clientCertificate":{"name":"azure","key":"cert"}}}
            """, references);
        Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_identity_of_an_App_Service_is_asked_for_by_its_header()
    {
        using var service = new HttpServer(
            _ => ServedAnswer.Kept("""{"access_token":"canary-access-token-1","expires_on":"4102444800"}"""));
        var vault = Start(null, new("IDENTITY_ENDPOINT", service.Url + "/msi/token"), new("IDENTITY_HEADER", "canary-header"));
        await ReadAsync(vault, """{VAULT,"authType":"ManagedIdentity","identityId":"the client"}""", new());
        var request = Assert.Single(service.Requests);
        Assert.Equal("canary-header", request.Header("X-IDENTITY-HEADER"));
        Assert.Equal("/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net&client_id=the%20client", request.Target);
        Assert.Empty(vault.TokenRequests);
    }

    [Theory]
    [InlineData("200 OK", """{"access_token":"canary-t","expires_in":"86399"}""", null)]
    [InlineData("400 Bad Request", """{"error":"invalid_request","error_description":"no"}""", ProviderFault.Unauthenticated)]
    [InlineData("500 Internal Server Error", "", ProviderFault.ServerFailed)]
    [InlineData("200 OK", "<html>", ProviderFault.InvalidResponse)]
    public async Task The_identity_of_a_virtual_machine_comes_from_its_metadata_server(string status, string body, ProviderFault? fault)
    {
        using var metadata = new HttpServer(request => request.Header("Metadata") == "true" ? ServedAnswer.Kept(body, status)
            : ServedAnswer.Status("400 Bad Request"));
        using var connections = new HttpConnections(new([], "/"), TimeProvider.System);
        var host = new ProviderHost(new([], "/"), connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System);
        var identity = new AzureManagedIdentity(host, "", isProbed: false) { TestOnlyMetadata = metadata.Url + "/token" };
        if (fault is null)
        {
            Assert.Equal("canary-t", (await identity.TokenAsync(new("https://vault.azure.net"), Ct))!.Reveal());
            Assert.Equal("/token?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net", Assert.Single(metadata.Requests).Target);
            return;
        }

        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await identity.TokenAsync(new("https://vault.azure.net"), Ct));
        Assert.Equal(fault, failure.Failure.Fault);
    }

    [Theory]
    [InlineData("secret", "client_secret")]
    [InlineData("workload", "client_assertion")]
    [InlineData("cli", "")]
    public async Task A_machine_is_searched_in_the_order_of_the_vendor(string kind, string field)
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "token"), "canary-file-token", Ct);
        var az = Path.Combine(folder.Path, "az");
        await File.WriteAllTextAsync(az, """
            #!/bin/sh
            echo "$@" >"$(dirname "$0")/asked"
            echo '{"accessToken":"canary-access-token-1","expires_on":4102444800}'
            """, Ct);
        File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var variables = new List<KeyValuePair<string, string>> { new("PATH", folder.Path + ":/usr/bin:/bin") };
        if (kind != "cli")
        {
            variables.AddRange([new("AZURE_TENANT_ID", FakeKeyVault.Tenant), new("AZURE_CLIENT_ID", FakeKeyVault.Client),
                new("AZURE_FEDERATED_TOKEN_FILE", Path.Combine(folder.Path, "token"))]);
        }
        else
        {
            // No machine of the vendor is waited for.
            variables.Add(new("AZURE_TOKEN_CREDENTIALS", "dev"));
        }

        if (kind == "secret")
        {
            variables.Add(new("AZURE_CLIENT_SECRET", "canary-client-secret"));
        }

        var vault = Start(null, [.. variables]);
        vault.Add("app", "x");
        await using var store = AzureSecretStoreTests.CreateLocal(vault, "{" + Vault + "}");
        Assert.Equal("x", (await store.GetAsync(new("app"), Ct))!.RevealText());
        Assert.Equal(kind == "cli" ? 0 : 1, vault.TokenRequests.Count(request => Form(request).ContainsKey(field)));
        Assert.Equal(kind == "cli" ? "account get-access-token --output json --resource https://vault.azure.net\n" : null,
            File.Exists(Path.Combine(folder.Path, "asked")) ? File.ReadAllText(Path.Combine(folder.Path, "asked")) : null);
    }

    [Fact]
    public async Task A_store_of_all_namespaces_is_not_looked_at_by_itself_where_its_credentials_are_in_each()
    {
        await using var store = AzureSecretStoreTests.Create(
            Start(), AzureSecretStoreTests.Settings, isClusterStore: true, ns: "");
        Assert.Equal(StoreValidation.Unknown, await store.ValidateAsync(Ct));
    }

    private static string Whole(string settings) => settings.Replace("VAULT", Vault, StringComparison.Ordinal);

    private static string Annotation(string name) => "azure.workload.identity/" + name;

    private static GivenReferences Accounts(params (string Name, string Value)[] annotations) => new()
    {
        Accounts = { ["ns/app"] = annotations.ToDictionary(entry => entry.Name, entry => entry.Value) },
    };

    private static Dictionary<string, string> Form(ServedRequest request) => Encoding.ASCII.GetString(request.Body).Split('&')
        .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

    private static async Task ReadAsync(FakeKeyVault vault, string settings, GivenReferences references)
    {
        if (vault.Held("secrets", "app") is null)
        {
            vault.Add("app", "x");
        }

        await using var store = AzureSecretStoreTests.Create(vault, Whole(settings), references);
        Assert.Equal(StoreValidation.Ready, await store.ValidateAsync(Ct));
        Assert.Equal("x", (await store.GetAsync(new("app"), Ct))!.RevealText());
    }

    private static async Task<ProviderException> FailAsync(FakeKeyVault vault, string settings, GivenReferences references)
    {
        await using var store = AzureSecretStoreTests.Create(vault, Whole(settings), references);
        return await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
    }

    private FakeKeyVault Start(TimeProvider? clock = null, params KeyValuePair<string, string>[] variables)
    {
        var vault = new FakeKeyVault(clock, variables);
        _vaults.Add(vault);
        return vault;
    }
}
