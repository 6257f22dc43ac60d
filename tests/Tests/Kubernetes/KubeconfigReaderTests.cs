using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Credentials;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>Kubeconfig files as people and cloud tools write them.</summary>
public sealed class KubeconfigReaderTests
{
    private const string Canary = "canary-kube-51c2";

    private static readonly string Base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary));

    private const string Whole = """
        apiVersion: v1
        kind: Config
        current-context: prod
        preferences: {colors: true}
        clusters:
        - name: prod
          cluster:
            server: https://10.0.0.1:6443
            certificate-authority: pki/ca.crt
            tls-server-name: kubernetes
            proxy-url: socks5://127.0.0.1:1080
            extensions: [{name: x, extension: {a: 1}}]
        - name: dev
          cluster: {server: "http://localhost:8080", insecure-skip-tls-verify: true, certificate-authority-data: Y2E=}
        contexts:
        - {name: prod, context: {cluster: prod, user: admin, namespace: web}}
        - {name: dev, context: {cluster: dev, user: dev}}
        users:
        - name: admin
          user:
            client-certificate-data: Y2VydA==
            client-key: /abs/admin.key
            as: boss
            as-uid: "7"
            as-groups: [a, b]
            as-user-extra: {reason: [x, 12]}
        - name: dev
          user: {token: t0ken, tokenFile: token, username: u, password: p}
        - name: cloud
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: bin/login
              args: [get, token]
              env: [{name: A, value: "1"}]
              installHint: "get it there\n"
              provideClusterInfo: true
              interactiveMode: Never
        - name: old
          user: {auth-provider: {name: gcp, config: {x: y}}}
        """;

    [Fact]
    public void Reads_all_that_counts()
    {
        var config = Read(Whole);
        Assert.Equal("prod", config.CurrentContext);
        var prod = config.Clusters["prod"];
        Assert.Equal("https://10.0.0.1:6443", prod.Server);
        Assert.Equal("/home/dev/.kube/pki/ca.crt", prod.CertificateAuthority.Path);
        Assert.Equal(("kubernetes", "socks5://127.0.0.1:1080", false), (prod.TlsServerName, prod.ProxyUrl, prod.SkipsVerification));
        Assert.True(config.Clusters["dev"].SkipsVerification);
        Assert.Equal("ca"u8.ToArray(), config.Clusters["dev"].CertificateAuthority.Read(null!));
        Assert.Equal(new KubeContext { Cluster = "prod", User = "admin", Namespace = "web" }, config.Contexts["prod"]);

        var admin = config.Users["admin"];
        Assert.Equal("cert"u8.ToArray(), admin.ClientCertificate.Read(null!));
        Assert.Equal("/abs/admin.key", admin.ClientKey.Path);
        Assert.Equal(("boss", "7"), (admin.Impersonation.User, admin.Impersonation.Uid));
        Assert.Equal(["a", "b"], admin.Impersonation.Groups);
        Assert.Equal(["reason=x", "reason=12"], admin.Impersonation.Extra.Select(pair => $"{pair.Key}={pair.Value}"));

        var dev = config.Users["dev"];
        Assert.Equal(("t0ken", "/home/dev/.kube/token", "u", "p"), (dev.Token, dev.TokenFile, dev.Username, dev.Password));
        Assert.Equal("gcp", config.Users["old"].AuthProvider);

        var exec = config.Users["cloud"].Exec!;
        Assert.Equal("/home/dev/.kube/bin/login", exec.Command);
        Assert.Equal(["get", "token"], exec.Arguments);
        Assert.Equal([KeyValuePair.Create("A", "1")], exec.Variables);
        Assert.Equal(("get it there", true, ExecInteraction.Never), (exec.InstallHint, exec.ProvidesClusterInfo, exec.Interaction));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("{}")]
    [InlineData("{\"clusters\": null, \"users\": [], \"contexts\": null}")]
    public void An_empty_file_is_an_empty_configuration(string text) => Assert.True(Read(text).IsEmpty);

    [Theory]
    [InlineData("[1]", "the file: a map is expected")]
    [InlineData("clusters: {a: b}", "the file.clusters: a list is expected")]
    [InlineData("users: [{name: u, user: {token: [12345]}}]", "the file.users[0].user.token: a text is expected")]
    [InlineData(
        "users: [{name: u, user: {client-key-data: '" + Canary + "!'}}]", "the file.users[0].user.client-key-data: this is not base64")]
    [InlineData("users: [{name: u, user: {as-groups: [x, [y]]}}]", "the file.users[0].user.as-groups[1]: a text is expected")]
    [InlineData("clusters: [{name: c, cluster: {insecure-skip-tls-verify: 'yes'}}]",
        "the file.clusters[0].cluster.insecure-skip-tls-verify: true or false is expected")]
    [InlineData("users: [{name: u, user: {exec: {command: x, apiVersion: v9}}}]",
        "the file.users[0].user.exec.apiVersion: v9 is not a known version of credential plugins")]
    [InlineData("users: [", "yaml: line 1: did not find expected node content")]
    public void A_wrong_file_is_refused_by_its_place_and_without_its_values(string text, string problem)
    {
        var failure = Assert.ThrowsAny<SecretsKitException>(() => Read(text));
        Assert.Equal(ErrorCode.MalformedConfig, failure.Code);
        Assert.Equal($"error loading config file \"/home/dev/.kube/config\": {problem}", failure.Message);
        Assert.DoesNotContain(Canary, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_truth_values_count_as_their_text()
    {
        var config = Read("users: [{name: 7, user: {token: 12345, username: on, password: 1.50}}]");
        var user = config.Users["7"];
        Assert.Equal(("12345", "true", "1.5"), (user.Token, user.Username, user.Password));
    }

    [Fact]
    public void Of_several_files_the_first_entry_of_a_name_counts_as_a_whole()
    {
        var merged = Kubeconfig.Merge([
            Read("contexts: [{name: a, context: {cluster: one}}]"),
            Read(
                "current-context: b\ncontexts: [{name: a, context: {cluster: two, namespace: web}}, {name: b, context: {user: v}}]"),
            Read("current-context: c"),
        ]);
        Assert.Equal("b", merged.CurrentContext);
        Assert.Equal(new KubeContext { Cluster = "one" }, merged.Contexts["a"]);
        Assert.Equal(new KubeContext { User = "v" }, merged.Contexts["b"]);
    }

    [Fact]
    public void No_text_of_the_types_shows_a_secret()
    {
        var config = Read($$$"""
            clusters: [{name: c, cluster: {server: s, proxy-url: "http://u:{{{Canary}}}@h"}}]
            users: [{name: u, user: {token: {{{Canary}}}, password: {{{Canary}}}, client-key-data: {{{Base64}}} }}]
            """);
        var shown = $"{config.Clusters["c"]} {config.Users["u"]} {config.Users["u"].ClientKey} {config}";
        Assert.DoesNotContain(Canary, shown, StringComparison.Ordinal);
    }

    private static Kubeconfig Read(string text) =>
        KubeconfigReader.Read(Encoding.UTF8.GetBytes(text), "/home/dev/.kube/config", "/home/dev/.kube/config");
}
