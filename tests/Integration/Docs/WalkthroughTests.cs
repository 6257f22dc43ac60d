namespace SecretsKit.Integration.Docs;

/// <summary>Pages that need more than a repository with a key: what each takes for granted is made first, then its lines run.</summary>
public sealed class WalkthroughTests
{
    // kubectl prints what it is given; whatever needs a cluster, a network or an editor is left out by the words of its line.
    private const string Kubectl = "printf '#!/bin/sh\\ncat\\n' > \"$root/bin/kubectl\" && chmod +x \"$root/bin/kubectl\"";

    private const string Stores = """
        mkdir stores manifests
        cat > stores/files.yaml << 'END'
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: files}
        spec: {provider: {sopsFile: {path: secrets.yaml}}}
        END
        cp secrets.yaml stores/files.yaml manifests/
        cp secrets.yaml stores/
        cat > manifests/orders.yaml << 'END'
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: orders}
        spec:
          secretStoreRef: {name: files}
          dataFrom: [{extract: {key: database}}]
        END
        rm chart/templates/*
        cp manifests/orders.yaml chart/templates/
        """;

    private const string Schemas = """
        mkdir -p schemas/v1.31.0-standalone manifests crds
        ln -s v1.31.0-standalone schemas/v1.31.0-standalone-strict
        ln -s v1.31.0-standalone schemas/master-standalone
        ln -s v1.31.0-standalone schemas/master-standalone-strict
        echo '{"type": "object"}' > schemas/v1.31.0-standalone/secret-v1.json
        printf 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n' > manifests/a.yaml
        cat > crds/widgets.yaml << 'END'
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.com}
        spec:
          group: example.com
          names: {kind: Widget, plural: widgets}
          scope: Namespaced
          versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
        END
        printf '#!/bin/sh\ncat crds/widgets.yaml\n' > "$root/bin/kubectl"
        chmod +x "$root/bin/kubectl"
        """;

    private const string ChangedChart = """
        git init --quiet --bare "$root/origin"
        git remote add origin "$root/origin"
        mkdir charts
        secretskit helm create charts/one
        git add charts && git commit --quiet -m one && git push --quiet origin HEAD:main
        git checkout --quiet -b work
        sed -i 's/^version: .*/version: 0.2.0/' charts/one/Chart.yaml
        git commit --quiet --all -m two
        git fetch --quiet origin
        """;

    private const string Branches = """
        printf '  user: a\n' >> secrets.yaml
        secretskit init && secretskit enc secrets.yaml && cp secrets.yaml other.yaml
        rm .gitattributes && git add . && git commit --quiet -m one
        change() { printf "$2" | secretskit set "$3" "$1" --value-stdin; }
        git checkout --quiet -b feature && change database.password theirs secrets.yaml && git commit --quiet --all -m theirs
        git checkout --quiet main && change database.user ours secrets.yaml && git commit --quiet --all -m ours
        change database.user seen other.yaml
        """;

    private const string SshKey = "mkdir ~/.ssh && ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519";

    [Theory]
    [InlineData("docs/unittest.md", "", "", "rm -r chart", "")]
    [InlineData("docs/validate.md", "", "secrets.yaml", Schemas, "default|https:")]
    [InlineData("docs/sync.md", "", "secrets.yaml", Kubectl + "\n" + Stores, "cluster|--watch")]
    [InlineData("docs/migrate/chart-testing.md", "", "", ChangedChart, "")]
    [InlineData("README.md", "Git", "", Branches, "resolve")]
    [InlineData("README.md", "Signatures", "secrets.yaml", SshKey, "")]
    [InlineData("docs/releases.md", "Make one", "secrets.yaml", SshKey + "\ngit add . && git commit --quiet -m one", "")]
    public async Task Every_line_runs(string page, string heading, string encrypted, string made, string without)
    {
        var text = PageScript.Read(page);
        text = heading.Length > 0 ? PageScript.Section(text, heading) : text;
        var words = without.Split('|', StringSplitOptions.RemoveEmptyEntries);
        var commands = PageScript.Commands(text).Where(line => !words.Any(word => line.Contains(word, StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(commands);
        await PageScript.FollowAsync($"{PageScript.Preparation(encrypted)}\n{made}", commands);
    }

    [Fact]
    public async Task A_signed_tag_is_checked_as_the_page_says()
    {
        var text = PageScript.Read("docs/releases.md");
        var commands = PageScript.Commands(PageScript.Section(text, "Make one"))
            .Concat(PageScript.Commands(PageScript.Section(text, "Check one")));
        var output = await PageScript.FollowAsync(
            $"{PageScript.Preparation("secrets.yaml")}\n{SshKey}\ngit add . && git commit --quiet -m one", commands);
        Assert.Contains("Good \"git\" signature for releases@example.com", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_tour_shows_what_it_says()
    {
        var commands = PageScript.Commands(PageScript.Section(PageScript.Read("README.md"), "A short tour"))
            .Where(line => !line.StartsWith("PATH=", StringComparison.Ordinal) && !line.Contains("cluster", StringComparison.Ordinal)
                && !line.Contains("secretskit edit", StringComparison.Ordinal));
        var output = await PageScript.FollowAsync(
            PageScript.Preparation("") + "\nrm -r \"$HOME/.config\"\nmkdir ../tour && cd ../tour", commands);
        Assert.Contains("password: \"correct-horse\"", output, StringComparison.Ordinal);
        Assert.Contains("create Secret default/orders-database", output, StringComparison.Ordinal);
    }
}
