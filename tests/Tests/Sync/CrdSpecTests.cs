using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Sync;

/// <summary>
/// Our definitions have the fields, types, enumerations and defaults that the specification of the reference's kinds lists
/// (spec external-secrets.md 1 to 4).
/// </summary>
public sealed class CrdSpecTests
{
    // KIND VERSION PATH TYPE [enum=A|B] [default=X] [required]
    private const string Table = """
        externalsecrets v1 spec.secretStoreRef.name string
        externalsecrets v1 spec.secretStoreRef.kind string enum=SecretStore|ClusterSecretStore
        externalsecrets v1 spec.refreshPolicy string enum=CreatedOnce|Periodic|OnChange
        externalsecrets v1 spec.refreshInterval string default=1h0m0s
        externalsecrets v1 spec.syncWindows.kind string enum=allow|deny required
        externalsecrets v1 spec.syncWindows.windows[].schedule string required
        externalsecrets v1 spec.syncWindows.windows[].duration string required
        externalsecrets v1 spec.data[].secretKey string required
        externalsecrets v1 spec.data[].remoteRef.key string required
        externalsecrets v1 spec.data[].remoteRef.property string
        externalsecrets v1 spec.data[].remoteRef.version string
        externalsecrets v1 spec.data[].remoteRef.metadataPolicy string enum=None|Fetch
        externalsecrets v1 spec.data[].remoteRef.decodingStrategy string enum=Auto|Base64|Base64URL|None
        externalsecrets v1 spec.data[].remoteRef.conversionStrategy string enum=Default|Unicode
        externalsecrets v1 spec.data[].remoteRef.nullBytePolicy string enum=Ignore|Fail
        externalsecrets v1 spec.data[].sourceRef.storeRef.name string
        externalsecrets v1 spec.data[].sourceRef.generatorRef.name string
        externalsecrets v1 spec.dataFrom[].extract.key string required
        externalsecrets v1 spec.dataFrom[].find.path string
        externalsecrets v1 spec.dataFrom[].find.name.regexp string
        externalsecrets v1 spec.dataFrom[].find.tags{} string
        externalsecrets v1 spec.dataFrom[].find.decodingStrategy string enum=Auto|Base64|Base64URL|None
        externalsecrets v1 spec.dataFrom[].find.nullBytePolicy string enum=Ignore|Fail
        externalsecrets v1 spec.dataFrom[].rewrite[].regexp.source string required
        externalsecrets v1 spec.dataFrom[].rewrite[].regexp.target string required
        externalsecrets v1 spec.dataFrom[].rewrite[].transform.template string required
        externalsecrets v1 spec.dataFrom[].rewrite[].merge object
        externalsecrets v1 spec.dataFrom[].sourceRef.storeRef.kind string enum=SecretStore|ClusterSecretStore
        externalsecrets v1 spec.dataFrom[].sourceRef.generatorRef.apiVersion string default=generators.external-secrets.io/v1alpha1
        externalsecrets v1 spec.dataFrom[].sourceRef.generatorRef.name string required
        externalsecrets v1 spec.target.name string
        externalsecrets v1 spec.target.creationPolicy string enum=Owner|Orphan|Merge|None|CreateOrMerge default=Owner
        externalsecrets v1 spec.target.deletionPolicy string enum=Delete|Merge|Retain default=Retain
        externalsecrets v1 spec.target.immutable boolean
        externalsecrets v1 spec.target.manifest.apiVersion string required
        externalsecrets v1 spec.target.manifest.kind string required
        externalsecrets v1 spec.target.template.type string
        externalsecrets v1 spec.target.template.engineVersion string enum=v2 default=v2
        externalsecrets v1 spec.target.template.metadata.labels{} string
        externalsecrets v1 spec.target.template.metadata.annotations{} string
        externalsecrets v1 spec.target.template.metadata.finalizers[] string
        externalsecrets v1 spec.target.template.mergePolicy string enum=Replace|Merge default=Replace
        externalsecrets v1 spec.target.template.data{} string
        externalsecrets v1 spec.target.template.templateFrom[].configMap.name string required
        externalsecrets v1 spec.target.template.templateFrom[].secret.items[].key string required
        externalsecrets v1 spec.target.template.templateFrom[].secret.items[].templateAs string enum=Values|KeysAndValues default=Values
        externalsecrets v1 spec.target.template.templateFrom[].literal string
        externalsecrets v1 spec.target.template.templateFrom[].target string default=Data
        externalsecrets v1 status.refreshTime string
        externalsecrets v1 status.syncedResourceVersion string
        externalsecrets v1 status.binding.name string
        externalsecrets v1 status.conditions[].type string required
        externalsecrets v1 status.conditions[].status string required
        externalsecrets v1 status.conditions[].lastTransitionTime string
        externalsecrets v1beta1 spec.data[].remoteRef.conversionStrategy string enum=Default|Unicode default=Default
        externalsecrets v1beta1 spec.data[].remoteRef.decodingStrategy string enum=Auto|Base64|Base64URL|None default=None
        externalsecrets v1beta1 spec.data[].remoteRef.metadataPolicy string enum=None|Fetch default=None
        externalsecrets v1beta1 spec.dataFrom[].extract.conversionStrategy string enum=Default|Unicode default=Default
        externalsecrets v1beta1 spec.dataFrom[].find.decodingStrategy string enum=Auto|Base64|Base64URL|None default=None
        externalsecrets v1beta1 spec.target.creationPolicy string enum=Owner|Orphan|Merge|None default=Owner
        externalsecrets v1beta1 spec.target.template.templateFrom[].target string enum=Data|Annotations|Labels default=Data
        secretstores v1 spec.controller string
        secretstores v1 spec.provider.vault.server string required
        secretstores v1 spec.provider.vault.path string
        secretstores v1 spec.provider.vault.version string enum=v1|v2 default=v2
        secretstores v1 spec.provider.vault.namespace string
        secretstores v1 spec.provider.vault.readYourWrites boolean
        secretstores v1 spec.provider.vault.forwardInconsistent boolean
        secretstores v1 spec.provider.vault.headers{} string
        secretstores v1 spec.provider.vault.checkAndSet.required boolean
        secretstores v1 spec.provider.vault.auth.appRole.path string default=approle
        secretstores v1 spec.provider.vault.auth.appRole.roleId string
        secretstores v1 spec.provider.vault.auth.kubernetes.mountPath string default=kubernetes
        secretstores v1 spec.provider.vault.auth.kubernetes.role string required
        secretstores v1 spec.provider.vault.auth.ldap.path string default=ldap
        secretstores v1 spec.provider.vault.auth.userPass.path string default=userpass
        secretstores v1 spec.provider.vault.auth.jwt.path string default=jwt
        secretstores v1 spec.provider.aws.service string enum=SecretsManager|ParameterStore|CertificateManager required
        secretstores v1 spec.provider.aws.region string required
        secretstores v1 spec.provider.aws.role string
        secretstores v1 spec.provider.aws.additionalRoles[] string
        secretstores v1 spec.provider.aws.externalID string
        secretstores v1 spec.provider.aws.sessionTags[].key string required
        secretstores v1 spec.provider.aws.sessionTags[].value string required
        secretstores v1 spec.provider.aws.transitiveTagKeys[] string
        secretstores v1 spec.provider.aws.prefix string
        secretstores v1 spec.provider.aws.secretsManager.forceDeleteWithoutRecovery boolean
        secretstores v1 spec.provider.aws.secretsManager.recoveryWindowInDays integer
        secretstores v1 spec.provider.azurekv.vaultUrl string required
        secretstores v1 spec.provider.azurekv.tenantId string
        secretstores v1 spec.provider.azurekv.authType string enum=ManagedIdentity|ServicePrincipal|WorkloadIdentity
        secretstores v1 spec.provider.gcpsm.projectID string
        secretstores v1 spec.provider.gcpsm.location string
        secretstores v1 spec.provider.kubernetes.server.url string default=kubernetes.default
        secretstores v1 spec.provider.kubernetes.remoteNamespace string default=default
        secretstores v1 spec.provider.fake.data[].key string required
        secretstores v1 spec.provider.fake.data[].value string required
        secretstores v1 spec.provider.fake.data[].version string
        secretstores v1 spec.provider.fake.validationResult integer
        secretstores v1 spec.provider.webhook.url string required
        secretstores v1 spec.provider.webhook.method string
        secretstores v1 spec.provider.webhook.headers{} string
        secretstores v1 spec.provider.webhook.result.jsonPath string
        clustersecretstores v1 spec.provider.vault.server string required
        clustersecretstores v1 spec.conditions[].namespaces[] string
        clusterexternalsecrets v1 spec.externalSecretName string
        clusterexternalsecrets v1 spec.externalSecretMetadata.labels{} string
        clusterexternalsecrets v1 spec.namespaces[] string
        clusterexternalsecrets v1 spec.refreshTime string
        clusterexternalsecrets v1 status.provisionedNamespaces[] string
        clusterexternalsecrets v1 status.failedNamespaces[].namespace string required
        clusterexternalsecrets v1 status.failedNamespaces[].reason string
        pushsecrets v1alpha1 spec.refreshInterval string default=1h0m0s
        pushsecrets v1alpha1 spec.updatePolicy string enum=Replace|IfNotExists default=Replace
        pushsecrets v1alpha1 spec.deletionPolicy string enum=Delete|None default=None
        pushsecrets v1alpha1 spec.secretStoreRefs[].name string
        pushsecrets v1alpha1 spec.selector.secret.name string
        pushsecrets v1alpha1 spec.data[].match.secretKey string
        pushsecrets v1alpha1 spec.data[].match.remoteRef.remoteKey string required
        pushsecrets v1alpha1 spec.data[].match.remoteRef.property string
        pushsecrets v1alpha1 spec.data[].conversionStrategy string enum=None|ReverseUnicode default=None
        clusterpushsecrets v1alpha1 spec.pushSecretName string
        clusterpushsecrets v1alpha1 spec.refreshTime string
        passwords v1alpha1 spec.length integer default=24
        passwords v1alpha1 spec.noUpper boolean default=false
        passwords v1alpha1 spec.allowRepeat boolean default=false
        fakes v1alpha1 spec.data{} string
        mfas v1alpha1 spec.length integer
        sshkeys v1alpha1 spec.keyType string enum=rsa|ecdsa|ed25519 default=rsa
        """;

    private static readonly string Folder = Path.Combine(Checkout.Root, "src", "Agent", "chart", "files", "crds");

    public static TheoryData<string> Rows => [.. Table.Split('\n')];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_field_is_as_the_specification_has_it(string row)
    {
        var words = row.Split(' ');
        var (schema, isRequired) = Find(SchemaOf(words[0], words[1]), words[2]);
        Assert.Equal(words[3], schema.Text("type"));
        var wanted = words[4..].Where(word => word != "required").Select(word => word.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(wanted.GetValueOrDefault("enum", "").Split('|').Order(), string.Join('|', schema.Texts("enum")).Split('|').Order());
        if (words[0] == "externalsecrets" || wanted.ContainsKey("default"))
        {
            Assert.Equal(wanted.GetValueOrDefault("default", ""), TextOf(schema.Field("default")));
        }

        Assert.True(isRequired || !words.Contains("required"), "it is not required");
    }

    [Theory]
    [InlineData("externalsecrets", "es", "v1", "v1,v1beta1")]
    [InlineData("secretstores", "ss", "v1", "v1,v1beta1")]
    [InlineData("clustersecretstores", "css", "v1", "v1,v1beta1")]
    [InlineData("clusterexternalsecrets", "ces", "v1", "v1,v1beta1")]
    [InlineData("pushsecrets", "ps", "v1alpha1", "v1alpha1")]
    public void Versions_and_names_are_those_of_the_specification(string plural, string shortName, string stored, string served)
    {
        var tree = Read(plural);
        var versions = tree.Child("spec")!.Children("versions").ToList();
        Assert.Equal(stored, versions.Single(version => version.Flag("storage")).Text("name"));
        Assert.Equal(served, string.Join(',', versions.Where(version => version.Flag("served")).Select(version => version.Text("name"))));
        Assert.Contains(shortName, tree.Child("spec")!.Child("names")!.Texts("shortNames"));
        Assert.Contains("external-secrets", tree.Child("spec")!.Child("names")!.Texts("categories"));
        Assert.Equal("controller", tree.Child("metadata")!.TextMap("labels")["external-secrets.io/component"]);
        Assert.All(versions, version => Assert.NotNull(version.Child("subresources")?.Child("status")));
    }

    [Fact]
    public void Generators_of_all_kinds_can_be_named()
    {
        string[] kinds =
        [
            "ACRAccessToken", "BeyondtrustWorkloadCredentialsDynamicSecret", "CloudsmithAccessToken", "ClusterGenerator",
            "ECRAuthorizationToken", "Fake", "GCRAccessToken", "GithubAccessToken", "GitlabDeployToken", "Grafana", "MFA", "Password",
            "QuayAccessToken", "SSHKey", "STSSessionToken", "UUID", "VaultDynamicSecret", "Webhook",
        ];
        var (schema, _) = Find(SchemaOf("externalsecrets", "v1"), "spec.dataFrom[].sourceRef.generatorRef.kind");
        Assert.Equal(kinds, schema.Texts("enum").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Mappings_can_be_selected_by_store_target_and_interval()
    {
        var version = Read("externalsecrets").Child("spec")!.Children("versions").Single(one => one.Text("name") == "v1");
        Assert.Equal(
            [".spec.refreshInterval", ".spec.secretStoreRef.kind", ".spec.secretStoreRef.name", ".spec.target.name"],
            version.Children("selectableFields").Select(field => field.Text("jsonPath")).Order(StringComparer.Ordinal));
    }

    private static MapValue Read(string plural)
    {
        var file = Directory.GetFiles(Folder, $"{plural}.*.yaml").Single();
        return KubernetesYaml.Read(File.ReadAllBytes(file), new() { KeepsIntegers = true }).AsMap!;
    }

    private static MapValue SchemaOf(string plural, string version) => Read(plural).Child("spec")!.Children("versions")
        .Single(one => one.Text("name") == version).Child("schema")!.Child("openAPIV3Schema")!;

    private static (MapValue Schema, bool IsRequired) Find(MapValue schema, string path)
    {
        var isRequired = false;
        foreach (var part in path.Replace("[]", ".[]", StringComparison.Ordinal).Replace("{}", ".{}", StringComparison.Ordinal).Split('.'))
        {
            isRequired = schema.Texts("required").Contains(part);
            schema = (part switch
            {
                "[]" => schema.Child("items"),
                "{}" => schema.Child("additionalProperties"),
                _ => schema.Child("properties")?.Child(part),
            }) ?? throw new InvalidOperationException($"there is no {part} of {path}");
        }

        return (schema, isRequired);
    }

    private static string TextOf(Value value) => value.IsNil ? ""
        : System.Text.Encoding.UTF8.GetString(GoJson.Format(value, GoJsonOptions.Raw)).Trim('"');
}
