using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Integration.Aws;

/// <summary>
/// Who stores are, as another implementation of the token service sees it: keys, roles, service accounts, and what the environment has.
/// </summary>
public sealed class MotoIdentityTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_of_a_Secret_and_roles_one_after_another_lead_into_an_account()
    {
        using var bench = new MotoBench(("AWS_PROFILE", ""));
        bench.References["ns/aws/id"] = "AKIAEXAMPLEEXAMPLE01";
        bench.References["ns/aws/key"] = "exampleSecretKey";
        await PushedAndReadAsync(bench, $$"""
            ,"auth":{"secretRef":{"accessKeyIDSecretRef":{"name":"aws","key":"id"},"secretAccessKeySecretRef":{"name":"aws","key":"key"} } }
            ,"additionalRoles":["arn:aws:iam::000000000002:role/first"],"role":"{{bench.Role}}","externalID":"ext-1",
            "sessionTagsPolicy":"Simple","sessionTags":[{"key":"team","value":"a b"}],"transitiveTagKeys":["team"]
            """);
    }

    [Fact]
    public async Task A_service_account_of_the_cluster_leads_into_the_account_of_its_role()
    {
        using var bench = new MotoBench(("AWS_PROFILE", ""));
        bench.References.AddAccount("ns/reader", ("eks.amazonaws.com/role-arn", bench.Role));
        await PushedAndReadAsync(bench, """,  "auth":{"jwt":{"serviceAccountRef":{"name":"reader"}}}""");
        Assert.Equal(["ns/reader sts.amazonaws.com 600"], bench.References.Tokens);
    }

    [Fact]
    public async Task A_token_file_of_the_environment_leads_into_the_account_of_its_role()
    {
        using var folder = new Testing.TestFolder();
        var token = Path.Combine(folder.Path, "token");
        await File.WriteAllTextAsync(token, "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln\n", Ct);
        using var bench = new MotoBench(
            ("AWS_WEB_IDENTITY_TOKEN_FILE", token), ("AWS_ROLE_ARN", "arn:aws:iam::770000000003:role/web"));
        await PushedAndReadAsync(bench, "", $"web-{bench.Account}");
    }

    [Fact]
    public async Task A_profile_with_a_role_and_a_source_leads_into_the_account_of_its_role()
    {
        using var bench = new MotoBench(("AWS_PROFILE", "work"));
        Directory.CreateDirectory(Path.Combine(bench.Folder, ".aws"));
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, ".aws", "config"), $"""
            [profile work]
            role_arn = {bench.Role}
            source_profile = base
            external_id = ext
            [profile base]
            aws_access_key_id = AKIAEXAMPLEEXAMPLE01
            aws_secret_access_key = secret
            """, Ct);
        await PushedAndReadAsync(bench, "");
    }

    [Fact]
    public async Task Without_any_credentials_the_store_is_not_ready_and_says_why()
    {
        using var bench = new MotoBench(("AWS_PROFILE", ""));
        await using var store = bench.Store("SecretsManager", "");
        var validation = await store.ValidateAsync(Ct);
        Assert.Equal(StoreReadiness.Failed, validation.Readiness);
        Assert.Equal(ProviderFault.Unauthenticated, ((ProviderException)validation.Failure!).Failure.Fault);
    }

    private static async Task PushedAndReadAsync(MotoBench bench, string fields, string name = "who")
    {
        await using var store = bench.Store("SecretsManager", fields);
        Assert.Equal(StoreReadiness.Ready, (await store.ValidateAsync(Ct)).Readiness);
        var value = SecretValue.OfText("me");
        var push = new SecretPush(new(name)) { Value = value, Data = new() { ["k"] = value }, SecretKey = "k" };
        await ((IWritableSecretStore)store).PushAsync(push, Ct);
        Assert.Equal("me", (await store.GetAsync(new(name), Ct))!.RevealText());
    }
}
