using System.Text.Json.Nodes;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Verbs;

/// <summary>Stores of secrets on the command line: what is read is shown masked, and to whoever asks as it is.</summary>
public sealed class SecretTests
{
    private const string Store = $$"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: here}
        spec:
          provider:
            fake:
              data:
              - {key: orders/database, value: '{"user":"orders","password":"{{VerbRun.Canary}}"}'}
              - {key: token, value: {{VerbRun.Canary}}}
              - {key: old, value: first, version: v1}

        """;

    private const string Other = """
        ---
        apiVersion: external-secrets.io/v1beta1
        kind: ClusterSecretStore
        metadata: {name: there}
        spec:
          provider:
            fake:
              data:
              - {key: orders/database, value: '{"user":"orders","password":"other","port":5432}'}
              - {key: new, value: x}

        """;

    [Fact]
    public async Task A_value_is_masked_and_its_keys_are_named()
    {
        using var run = Made(Store);
        await AssertPrintsAsync(run, "password  ***\nuser      ***\n", "get", "store.yaml", "orders/database");
        await AssertPrintsAsync(run, "token  ***\n", "get", "store.yaml", "token");
        await AssertPrintsAsync(run, "password  ***\n", "get", "store.yaml", "orders/database", "-p", "password");
        await AssertPrintsAsync(run, "old\norders/database\ntoken\n", "list", "store.yaml", "--name", "o");
        await AssertPrintsAsync(
            run, "orders/database\n  password  ***\n  user      ***\n", "list", "store.yaml", "--name", "^orders", "--keys");
        await AssertPrintsAsync(
            run,
            """{"name":"orders/database","masked":true,"keys":["password","user"]}""" + "\n",
            "get", "store.yaml", "orders/database", "-o", "json");
    }

    [Theory]
    [InlineData("aws-sm://eu-central-1", "there is no kind of store that is called aws-sm", "aws-secretsmanager://REGION")]
    [InlineData("https://vault.example.com/secret", "there is no kind of store that is called https", "vault://HOST:PORT/MOUNT")]
    [InlineData("vault:///secret", "VAULT_ADDR does not begin with http:// or https://", "vault://HOST:PORT/MOUNT")]
    [InlineData("vault:secret/app", "expected two slashes behind the colon", "vault:///MOUNT")]
    [InlineData("vault+http://127.0.0.1:9/secret", "there is no token", "set VAULT_TOKEN")]
    [InlineData("kubernetes://default", "no such file or directory", "set KUBECONFIG")]
    public async Task A_URL_that_is_mistyped_or_lacks_something_is_answered_with_what_to_do(string store, string problem, string hint)
    {
        using var run = Made(Store);
        run.Variables["VAULT_ADDR"] = "localhost:8200";
        run.Variables["KUBECONFIG"] = "/nowhere/config";
        var result = await run.RunAsync("secret", "get", store, "x");
        Assert.Equal(1, result.Exit);
        Assert.Contains(problem, result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("hint: ", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(hint, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_sees_a_value_as_it_is()
    {
        using var run = Made(Store);
        await AssertPrintsAsync(run, VerbRun.Canary, "get", "--show", "store.yaml", "token");
        await AssertPrintsAsync(run, "orders", "get", "--show", "--property", "user", "store.yaml", "orders/database");
        await AssertPrintsAsync(run, "first", "get", "--show", "--version", "v1", "store.yaml", "old");
        await AssertPrintsAsync(
            run, $"password  {VerbRun.Canary}\nuser      orders\n", "get", "--show", "--map", "store.yaml", "orders/database");
        var (_, json) = await RunAsync(run, "get", "--show", "--map", "-o", "json", "store.yaml", "orders/database");
        Assert.Equal(VerbRun.Canary, (string?)JsonNode.Parse(json)!["values"]!["password"]);
    }

    [Fact]
    public async Task On_a_terminal_a_value_cannot_steer_it()
    {
        using var run = new VerbRun { OnTerminal = true };
        run.Write("store.yaml", Store.Replace("first", "\"\\e[2J\"", StringComparison.Ordinal));
        var (_, output) = await RunAsync(run, "get", "--show", "--version", "v1", "store.yaml", "old");
        Assert.DoesNotContain('\u001b', output);
        Assert.EndsWith("\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_are_compared_by_name_and_key()
    {
        using var run = Made(Store + Other);
        await AssertPrintsAsync(
            run,
            "+ new\n- old\n~ orders/database  ~password +port\n- token\n",
            "diff", "store.yaml#here", "store.yaml#there");
        await AssertPrintsAsync(run, "+ new\n", "diff", "store.yaml#here", "store.yaml#there", "new");
        await AssertPrintsAsync(run, "", "diff", "store.yaml#here", "store.yaml#here");
        var found = await run.RunAsync(
            "secret", "diff", "--detailed-exitcode", "-o", "json", "store.yaml#here", "store.yaml#there", "orders/database");
        Assert.Equal(2, found.Exit);
        Assert.Equal(
            """{"name":"orders/database","change":"changed","keys":[{"name":"password","change":"changed"},"""
            + """{"name":"port","change":"added"}]}""" + "\n",
            found.OutputText);
    }

    [Fact]
    public async Task A_SOPS_file_is_a_store_by_its_URL_and_by_a_Secret_that_is_encrypted_itself()
    {
        using var run = new VerbRun().WithKey();
        run.Write("values.yaml", $"database:\n  password: {VerbRun.Canary}\nreplicas: 3\n");
        Assert.Equal(0, (await run.RunAsync("enc", "values.yaml")).Exit);
        await AssertPrintsAsync(run, VerbRun.Canary, "get", "--show", "sops:values.yaml", "database", "-p", "password");
        await AssertPrintsAsync(run, "3", "get", "--show", "sops:values.yaml", "replicas");

        // The Secret holds the file, and is encrypted itself, as git holds it.
        run.Write("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: files}\nstringData:\n  values.yaml: |\n"
            + string.Concat(run.Read("values.yaml").Split('\n').Select(line => $"    {line}\n")));
        Assert.Equal(0, (await run.RunAsync("enc", "secret.yaml")).Exit);
        run.Write("store.yaml", """
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: files, namespace: shop}
            spec: {provider: {sopsFile: {secretRef: {name: files, key: values.yaml}}}}
            """);
        await AssertPrintsAsync(
            run, VerbRun.Canary, "get", "--show", "--manifests", "secret.yaml", "store.yaml", "database", "-p", "password");
        var missing = await run.RunAsync("secret", "get", "store.yaml", "database");
        Assert.Equal(1, missing.Exit);
        Assert.Contains("read Secret shop/files: it is not among the manifests", missing.ErrorText, StringComparison.Ordinal);
        Assert.Contains("--manifests", missing.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_is_written_from_standard_input_and_never_shown()
    {
        using var run = Made(Store);
        var written = await run.RunWithInputAsync(VerbRun.Canary + "\n", "secret", "put", "store.yaml", "fresh");
        Assert.Equal((0, "", "fresh: written\n"), (written.Exit, written.OutputText, written.ErrorText));
        var same = await run.RunWithInputAsync(VerbRun.Canary + "\n", "secret", "put", "store.yaml", "token");
        Assert.Equal((0, "token: the store has this value already\n"), (same.Exit, same.ErrorText));
        var refused = await run.RunWithInputAsync("x", "secret", "put", "store.yaml", "token");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("key already exists", refused.ErrorText, StringComparison.Ordinal);
        run.WithKey().Write("values.yaml", "a: 1\n");
        var readOnly = await run.RunWithInputAsync("x", "secret", "put", "sops:values.yaml", "a");
        Assert.Equal(1, readOnly.Exit);
        Assert.Contains("can only be read", readOnly.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no such file", "get", "lost.yaml", "x")]
    [InlineData("there is no SecretStore", "get", "empty.yaml", "x")]
    [InlineData("it holds several stores", "get", "both.yaml", "x")]
    [InlineData("no store named nix", "get", "both.yaml#nix", "x")]
    [InlineData("nothing: the store has no such secret", "get", "both.yaml#here", "nothing")]
    [InlineData("VAULT_ADDR is not set", "get", "vault:///secret", "x")]
    [InlineData("AWS_REGION is not set", "list", "aws-secretsmanager:")]
    [InlineData("expected a namespace", "list", "kubernetes:")]
    [InlineData("expected NAME=VALUE", "list", "gcpsm://p?x")]
    [InlineData("is not served; these are: aws, ", "get", "unknown.yaml", "x")]
    [InlineData("found several", "get", "two.yaml", "x")]
    [InlineData("--tag takes NAME=VALUE", "list", "both.yaml#here", "--tag", "x")]
    [InlineData("could not compile find.name.regexp [(]", "list", "both.yaml#here", "--name", "(")]
    public async Task What_is_wrong_is_one_message(string expected, params string[] words)
    {
        using var run = Made(Store);
        run.Write("both.yaml", Store + Other);
        run.Write("empty.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n");
        run.Write("unknown.yaml", Spec("passbolt: {}"));
        run.Write("two.yaml", Spec("fake: {data: []}, vault: {server: x}"));
        var result = await run.RunAsync(["secret", .. words]);
        Assert.NotEqual(0, result.Exit);
        Assert.Empty(result.OutputText);
        Assert.Contains(expected, result.ErrorText.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private static string Spec(string provider) =>
        $"apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {{name: s}}\nspec: {{provider: {{{provider}}}}}\n";

    private static VerbRun Made(string store)
    {
        var run = new VerbRun();
        run.Write("store.yaml", store);
        return run;
    }

    private static async Task<(string ErrorText, string OutputText)> RunAsync(VerbRun run, params string[] words)
    {
        var result = await run.RunAsync(["secret", .. words]);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText.Replace("no differences\n", "", StringComparison.Ordinal)));
        return (result.ErrorText, result.OutputText);
    }

    private static async Task AssertPrintsAsync(VerbRun run, string expected, params string[] words) =>
        Assert.Equal(expected, (await RunAsync(run, words)).OutputText);
}
