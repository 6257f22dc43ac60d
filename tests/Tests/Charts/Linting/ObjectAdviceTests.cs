using System.Text;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data.Yaml;

namespace SecretsKit.Tests.Charts.Linting;

/// <summary>Advice on the objects that come out of a chart: rows K of the pipeline, each by its rule.</summary>
public sealed class ObjectAdviceTests : IDisposable
{
    private readonly AdviceFolder _chart = new();

    public void Dispose() => _chart.Dispose();

    /// <summary>P-083.</summary>
    [Fact]
    public void P_083_Encrypted_secrets_belong_into_Secrets_and_containers_refer_to_those()
    {
        var file = new ValuesFile(
            "secrets.yaml", "db: {user: shop-user-name, password: Tr0ub4dor-and-3, short: abc}\n"u8.ToArray(), IsSecret: true);
        Write(Pod("env: [{name: P, value: '{{ .Values.db.password }}'}, {name: U, value: '{{ .Values.db.user }}'}]"));
        Assert.Equal(
            ["[WARNING] Pod p shows the encrypted value db.password; put it into a Secret and refer to that, as with secretKeyRef"],
            _chart.Of("K-083", Encoding.UTF8.GetString(file.Text.Span), files: file));

        // Most encrypted files are handed over as values, without a text.
        var values = KubernetesYaml.Read(file.Text, KubernetesYamlOptions.Chart).AsMap;
        Assert.Single(_chart.Of("K-083", Encoding.UTF8.GetString(file.Text.Span), files: file with { Text = default, Values = values }));
        Write(
            Pod("env: [{name: P, valueFrom: {secretKeyRef: {name: s, key: p}}}]")
                + "\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: '{{ .Values.db.password }}'}\n");
        Assert.Empty(_chart.Of("K-083", Encoding.UTF8.GetString(file.Text.Span), files: file));
    }

    /// <summary>P-112.</summary>
    [Theory]
    [InlineData("image: 'a:1.2', imagePullPolicy: IfNotPresent", null)]
    [InlineData("image: 'a:1.2'", null)]
    [InlineData("image: 'a:latest'", null)]
    [InlineData("image: 'a', imagePullPolicy: Always", null)]
    [InlineData(
        "image: 'a@sha256:00', imagePullPolicy: Always",
        "[INFO] container c of Pod p: \"a@sha256:00\" does not move; imagePullPolicy IfNotPresent starts it without asking the registry")]
    [InlineData(
        "image: 'a:1.2', imagePullPolicy: Always",
        "[INFO] container c of Pod p: \"a:1.2\" does not move; imagePullPolicy IfNotPresent starts it without asking the registry")]
    [InlineData("image: 'a:latest', imagePullPolicy: IfNotPresent", "[WARNING] container c of Pod p: \"a:latest\" moves, and nodes that " +
        "have it keep what they have; imagePullPolicy Always fetches it")]
    [InlineData(
        "image: 'a:main'",
        "[WARNING] container c of Pod p: \"a:main\" moves, and nodes that have it keep what they have; imagePullPolicy Always fetches it")]
    public void P_112_The_pull_policy_fits_the_tag(string container, string? expected) => Check("K-112", Pod(container), expected);

    /// <summary>P-113.</summary>
    [Theory]
    [InlineData("", "BestEffort", "requests.cpu, requests.memory, limits.cpu, limits.memory")]
    [InlineData("resources: {requests: {cpu: 100m, memory: 64Mi}}", "Burstable", "limits.cpu, limits.memory")]
    [InlineData("resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 200m, memory: 64Mi}}", "Burstable", null)]
    [InlineData("resources: {requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: 1, memory: 1Gi}}", "Guaranteed", null)]
    [InlineData("resources: {limits: {cpu: 1, memory: 1Gi}}", "Guaranteed", null)]
    public void P_113_Requests_and_limits_are_there_and_the_class_of_service_is_told(string container, string @class, string? missing)
    {
        Write(Pod(container));
        List<string> expected = missing is null ? [] : [$"[WARNING] container c of Pod p has no {missing}"];
        Assert.Equal([.. expected, $"[INFO] pods of Pod p are of the class {@class}"], _chart.Of("K-113"));
    }

    /// <summary>P-114.</summary>
    [Fact]
    public void P_114_Services_have_probes_with_times_from_values()
    {
        Write(Deployment("ports: [{containerPort: 80}], livenessProbe: {httpGet: {path: /live, port: 80}, periodSeconds: 5}"));
        Assert.Equal(
            [
                "[WARNING] livenessProbe of container c of Deployment web has no initialDelaySeconds",
                "[WARNING] livenessProbe of container c of Deployment web does not come from values",
                "[WARNING] container c of Deployment web has no readinessProbe",
            ],
            _chart.Of("K-114"));
        Write(Deployment("ports: [{containerPort: 80}], livenessProbe: {{ toJson .Values.livenessProbe }}, readinessProbe: {{ toJson " +
            ".Values.readinessProbe }}"));
        Assert.Empty(_chart.Of("K-114", "livenessProbe: {httpGet: {path: /live, port: 80}, periodSeconds: 5, initialDelaySeconds: " +
            "3}\nreadinessProbe: {httpGet: {path: /ready, port: 80}, periodSeconds: 5, initialDelaySeconds: 3}"));
        Write(Deployment("command: [worker]"));
        Assert.Empty(_chart.Of("K-114"));
    }

    /// <summary>P-115.</summary>
    [Theory]
    [InlineData("default", "v.yaml", 1, null)]
    [InlineData("shop-production", "v.yaml", 3, null)]
    [InlineData("products", "reproduce.yaml", 1, null)]
    [InlineData("shop-prod", "v.yaml", 2, "[WARNING] Deployment web has 2 pods in production, where 3 outlive the loss of a node")]
    [InlineData(
        "default", "values/prod/values.yaml", 1, "[WARNING] Deployment web has 1 pod in production, where 3 outlive the loss of a node")]
    [InlineData("default", "values-staging.yaml", 2, null)]
    [InlineData("staging", "v.yaml", 3, "[WARNING] Deployment web has 3 pods in staging, where 2 are enough")]
    public void P_115_Production_has_three_pods_and_staging_one_or_two(string @namespace, string file, int replicas, string? expected)
    {
        Write(Deployment("", $"replicas: {replicas}"));
        Assert.Equal(
            expected is null ? [] : [expected],
            _chart.Of("K-115", "", @namespace, new ValuesFile(file, Array.Empty<byte>(), IsSecret: false)));
    }

    /// <summary>P-116.</summary>
    [Theory]
    [InlineData("app: web", "app: web", "app: web", null)]
    [InlineData("app: web", "app: web, more: x", "more: x", null)]
    [InlineData("app: web", "app: wbe", "app: wbe", "[WARNING] Deployment web selects pods with the label app=web; its pods have app=wbe")]
    [InlineData(
        "app: web, tier: x",
        "app: web",
        "app: web",
        "[WARNING] Deployment web selects pods with the label tier=x; its pods do not have it")]
    [InlineData(
        "app: web",
        "app: web",
        "app: other",
        "[WARNING] Service web selects pods with the label app=other, and no workload of the chart has such pods, Deployment web neither")]
    public void P_116_Selectors_match_the_labels_of_pods(string selector, string labels, string service, string? expected) =>
        Check("K-116", $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  selector: {{matchLabels: " +
            $"{{{selector}}}}}\n  template: {{metadata: {{labels: {{{labels}}}}}}}\n---\napiVersion: v1\nkind: Service\nmetadata: " +
            $"{{name: web}}\nspec: {{selector: {{{service}}}}}\n", expected);

    [Fact]
    public void Services_may_select_pods_that_somebody_else_makes() =>
        Check(
            "K-116", "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {selector: {cluster: db}}\n---\n" + Deployment(""), null);

    /// <summary>P-117.</summary>
    [Theory]
    [InlineData(
        "app.kubernetes.io/name: a, app.kubernetes.io/instance: b, app.kubernetes.io/managed-by: Helm, helm.sh/chart: c-1", "", null)]
    [InlineData(
        "app.kubernetes.io/name: a, app.kubernetes.io/instance: b, app.kubernetes.io/managed-by: Helm, helm.sh/chart: c-1",
        "appVersion: '1'\n",
        "[WARNING] ConfigMap m lacks the label app.kubernetes.io/version")]
    [InlineData("app: a", "", "[WARNING] ConfigMap m lacks the labels app.kubernetes.io/name, app.kubernetes.io/instance, " +
        "app.kubernetes.io/managed-by, helm.sh/chart")]
    public void P_117_Objects_have_the_recommended_labels(string labels, string more, string? expected)
    {
        _chart.Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n" + more);
        Check("K-117", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m, labels: {{{labels}}}}}\n", expected);
    }

    /// <summary>P-118.</summary>
    [Theory]
    [InlineData(
        "securityContext: {runAsNonRoot: true, runAsUser: 1000, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false}", null)]
    [InlineData("securityContext: {runAsNonRoot: true, runAsUser: 0, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, " +
        "privileged: true}", "[WARNING] securityContext of container c of Pod p should have no privileged: true, runAsUser other than 0")]
    [InlineData("", "[WARNING] securityContext of container c of Pod p should have runAsNonRoot: true, runAsUser other than 0, " +
        "readOnlyRootFilesystem: true, allowPrivilegeEscalation: false")]
    public void P_118_Containers_may_do_no_more_than_they_need(string container, string? expected) =>
        Check("K-118", Pod(container), expected);

    /// <summary>P-119.</summary>
    [Theory]
    [InlineData("checksum/config: abc", "envFrom: [{configMapRef: {name: web}}]", null)]
    [InlineData("reloader.stakater.com/auto: 'true'", "envFrom: [{configMapRef: {name: web}}]", null)]
    [InlineData("a: b", "envFrom: [{configMapRef: {name: elsewhere}}]", null)]
    [InlineData("a: b", "envFrom: [{configMapRef: {name: web}}]", "[WARNING] pods of Deployment web do not restart when ConfigMap web " +
        "changes; give them an annotation such as checksum/config with the sha256sum of the template")]
    [InlineData("a: b", "env: [{name: x, valueFrom: {secretKeyRef: {name: web, key: k}}}]", "[WARNING] pods of Deployment web do not " +
        "restart when Secret web changes; give them an annotation such as checksum/config with the sha256sum of the template")]
    public void P_119_Pods_restart_when_their_configuration_changes(string annotation, string container, string? expected) =>
        Check(
            "K-119",
            Deployment(container, annotations: annotation)
                + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: b}\n"
                + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: web}\nstringData: {a: b}\n",
            expected);

    [Theory]
    [InlineData("kind: Secret\nmetadata: {name: web}\n", "envFrom: [{secretRef: {name: web}}]")]
    [InlineData("kind: Secret\nmetadata: {name: web}\ndata: {}\n", "envFrom: [{secretRef: {name: web}}]")]
    [InlineData(
        "kind: ConfigMap\nmetadata: {name: web}\ndata: {a: b}\n",
        "envFrom: [{configMapRef: {name: web}}]}, {name: config-reloader, image: example/reloader")]
    public void P_119_What_others_fill_in_or_a_sidecar_reads_again_needs_no_restart(string item, string container) =>
        Check("K-119", Deployment(container, annotations: "a: b") + "---\napiVersion: v1\n" + item, null);

    /// <summary>P-124.</summary>
    [Fact]
    public void P_124_Ingresses_say_what_environments_decide()
    {
        Write("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {tls: [{hosts: [a]}], rules: [{http: {paths: " +
            "[{path: /}]}}]}\n");
        Assert.Equal(
            ["class (ingressClassName)", "host in each rule", "pathType of each path",
                "issuer of its certificate (cert-manager.io/cluster-issuer)"],
            _chart.Of("K-124").Select(line => line[(line.IndexOf("no ", StringComparison.Ordinal) + 3)..]));
        Write("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, annotations: {cert-manager.io/cluster-issuer: " +
            "le}}\nspec: {ingressClassName: nginx, tls: [{hosts: [a]}], rules: [{host: a, http: {paths: [{path: /, pathType: " +
            "Prefix}]}}]}\n");
        Assert.Equal(["[WARNING] Ingress i has no limit of bodies (nginx.ingress.kubernetes.io/proxy-body-size)"], _chart.Of("K-124"));
        Write("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {ingressClassName: traefik, rules: [{host: " +
            "a, http: {paths: [{path: /, pathType: Prefix}]}}]}\n");
        Assert.Empty(_chart.Of("K-124"));
    }

    /// <summary>P-125, P-220.</summary>
    [Theory]
    [InlineData("resources: {requests: {cpu: 100m}}", "", "", "minReplicas: 1, maxReplicas: 3", null)]
    [InlineData(
        "resources: {requests: {cpu: 100m}}",
        "",
        "",
        "minReplicas: 5, maxReplicas: 3",
        "[WARNING] HorizontalPodAutoscaler s: minReplicas 5 is more than maxReplicas 3")]
    [InlineData(
        "",
        "",
        "",
        "minReplicas: 1, maxReplicas: 3",
        "[WARNING] container c of Deployment web requests no CPU, and HorizontalPodAutoscaler s compares its use with that")]
    [InlineData("resources: {requests: {cpu: 100m}}", "replicas: 2", "", "minReplicas: 1, maxReplicas: 3", "[WARNING] Deployment web " +
        "has replicas: 2, to which each upgrade goes back from what HorizontalPodAutoscaler s has chosen; leave it out where there is " +
        "an autoscaler")]
    [InlineData(
        "resources: {requests: {cpu: 100m}}",
        "",
        "prometheus.io/scrape: 'true', prometheus.io/path: /metrics",
        "minReplicas: 1, maxReplicas: 3",
        null)]
    [InlineData("resources: {requests: {cpu: 100m}}", "", "prometheus.io/scrape: true", "minReplicas: 1, maxReplicas: 3", "[WARNING] pods of Deployment web have in annotations the key prometheus.io/scrape, whose value is not a text, which Kubernetes refuses; quote it")]
    public void P_125_P_220_Values_for_autoscaling_and_monitoring_work(
        string container, string spec, string annotations, string limits, string? expected) =>
        Check("K-125", $"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: s}}\nspec: {{scaleTargetRef: " +
            $"{{kind: Deployment, name: web}}, {limits}, metrics: [{{type: Resource, resource: {{name: cpu, target: {{type: " +
            $"Utilization, averageUtilization: 70}}}}}}]}}\n---\n" + Deployment(container, spec, annotations), expected);

    /// <summary>P-241.</summary>
    [Theory]
    [InlineData("ports: [{port: 80, targetPort: http}]", null)]
    [InlineData("type: ExternalName, ports: [{port: 80}]", null)]
    [InlineData(
        "ports: [{port: 80}]", "[WARNING] Service s has a port without targetPort, so that it cannot be another one than the container's")]
    [InlineData(
        "type: LoadBalancer, ports: [{port: 80, targetPort: 8080}]",
        "[WARNING] Service s is of the type LoadBalancer, which opens it to the outside; ClusterIP does not, and an Ingress in " +
        "front of it lets HTTP in")]
    public void P_241_Services_are_of_type_ClusterIP_with_a_target_port(string spec, string? expected) =>
        Check("K-241", $"apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {{{spec}}}\n", expected);

    /// <summary>P-242.</summary>
    [Theory]
    [InlineData("requests: {cpu: 250m, memory: 128Mi}, limits: {cpu: 2, memory: 1Gi}", null)]
    [InlineData("limits: {memory: 1073741824, cpu: '1'}", null)]
    [InlineData("limits: {memory: 1e9}", null)]
    [InlineData(
        "limits: {memory: 512m}",
        "[WARNING] container c of Pod p: limits.memory \"512m\" is less than one byte; Mi or Gi is probably meant")]
    [InlineData("limits: {memory: 512}", "[WARNING] container c of Pod p: limits.memory \"512\" is 512 bytes; Mi or Gi is probably meant")]
    [InlineData(
        "limits: {memory: 512MB}",
        "[WARNING] container c of Pod p: limits.memory \"512MB\" is not an amount; write 500m of CPU, 512Mi or 1Gi of memory")]
    [InlineData(
        "requests: {cpu: 500}",
        "[WARNING] container c of Pod p: requests.cpu \"500\" is 500 cores; m, thousandths of a core, is probably meant")]
    [InlineData("requests: {cpu: 2}, limits: {cpu: 500m}", "[WARNING] container c of Pod p: requests.cpu 2 is more than limits.cpu 500m")]
    [InlineData(
        "requests: {memory: 1Gi}, limits: {memory: 512Mi}",
        "[WARNING] container c of Pod p: requests.memory 1Gi is more than limits.memory 512Mi")]
    [InlineData(
        "limits: {memory: 512M}",
        "[INFO] container c of Pod p: limits.memory \"512M\" counts in thousands; memory is usually given in Mi and Gi")]
    [InlineData("limits: {cpu: 0.5}", "[INFO] container c of Pod p: limits.cpu \"0.5\" is usually written 500m")]
    public void P_242_Amounts_are_in_the_units_that_are_meant(string resources, string? expected) =>
        Check("K-242", Pod($"resources: {{{resources}}}"), expected);

    private static string Pod(string container) => $"apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{containers: [{{name: " +
        $"c{(container.Length > 0 ? ", " + container : "")}}}]}}\n";

    private static string Deployment(string container, string spec = "", string annotations = "") =>
        $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  {spec}\n  selector: {{matchLabels: {{app: web}}}}\n  " +
        $"template:\n    metadata: {{labels: {{app: web}}, annotations: {{{annotations}}}}}\n    spec: {{containers: [{{name: " +
        $"c{(container.Length > 0 ? ", " + container : "")}}}]}}\n";

    private void Check(string rule, string template, string? expected)
    {
        Write(template);
        Assert.Equal(expected is null ? [] : [expected], _chart.Of(rule));
    }

    private void Write(string template) => _chart.Write("templates/t.yaml", template);
}
