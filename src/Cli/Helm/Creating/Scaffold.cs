using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Cli.Helm.Creating;

/// <summary>
/// The chart that <c>helm create</c> writes: one web application with what clusters ask of it. The same files as Helm's, with our content.
/// </summary>
internal static class Scaffold
{
    private const string Metadata = """
        apiVersion: v2
        name: @NAME@
        description: A web application on Kubernetes
        type: application
        # Of the chart: raise it with every change. Semantic versioning.
        version: 0.1.0
        # Of the application inside; the image's tag unless values say otherwise.
        appVersion: "1.27.0"
        """;

    private const string Ignored = """
        # Files that are no part of the chart.
        .git/
        .gitignore
        .idea/
        .vscode/
        .DS_Store
        *.swp
        *.bak
        *.orig
        *.tmp
        *~
        # Plaintext of secrets must never be packed.
        *.dec
        *.dec.yaml
        """;

    private const string Values = """
        # Settings of @NAME@. Secrets do not belong here: keep them in an encrypted file
        # and give it beside this one, as in: helm template . -f secrets.yaml

        # Number of pods, unless autoscaling is enabled.
        replicaCount: 1

        # What the pods run: a web server that needs no privileges, in place of yours.
        image:
          repository: nginxinc/nginx-unprivileged
          # Empty means the appVersion of Chart.yaml.
          tag: ""
          pullPolicy: IfNotPresent

        # Secrets for private registries: [{name: registry}]
        imagePullSecrets: []

        # In place of the chart's name in labels and names of objects.
        nameOverride: ""
        # In place of the release's and the chart's name in names of objects.
        fullnameOverride: ""

        # The identity of the pods in the cluster.
        serviceAccount:
          create: true
          # Empty means the full name, or "default" where none is created.
          name: ""
          # Roles of clouds are given here.
          annotations: {}
          # Whether pods can talk to the cluster.
          automount: false

        # Annotations of the pods besides those of the chart.
        podAnnotations: {}
        # Labels of the pods besides those of the chart.
        podLabels: {}

        # Security of the pods.
        podSecurityContext:
          runAsNonRoot: true
          seccompProfile:
            type: RuntimeDefault
        # Security of the container. Its root is read-only; /tmp can be written.
        securityContext:
          runAsNonRoot: true
          runAsUser: 101
          readOnlyRootFilesystem: true
          allowPrivilegeEscalation: false
          capabilities:
            drop: [ALL]

        # How the cluster reaches the pods.
        service:
          type: ClusterIP
          port: 80
          # The port that the container listens on.
          targetPort: 8080

        # How the world reaches the service.
        ingress:
          enabled: false
          # Empty means the class that the cluster takes by default.
          className: ""
          annotations: {}
          hosts:
            - host: @NAME@.example.com
              paths:
                - path: /
                  pathType: Prefix
          # [{secretName: @NAME@-tls, hosts: [@NAME@.example.com]}]
          tls: []

        # A route of the Gateway API, in place of an ingress.
        httpRoute:
          enabled: false
          annotations: {}
          parentRefs:
            - name: gateway
          hostnames:
            - @NAME@.example.com
          rules:
            - matches:
                - path:
                    type: PathPrefix
                    value: /

        # What a pod is promised, and what it may use at most.
        resources:
          requests:
            cpu: 50m
            memory: 64Mi
          limits:
            cpu: 500m
            memory: 128Mi

        # When a container is started anew.
        livenessProbe:
          httpGet:
            path: /
            port: http
          initialDelaySeconds: 5
          periodSeconds: 10
        # When a pod gets requests.
        readinessProbe:
          httpGet:
            path: /
            port: http
          initialDelaySeconds: 2
          periodSeconds: 5

        # More pods under load.
        autoscaling:
          enabled: false
          minReplicas: 1
          maxReplicas: 5
          # In percent of the requests; empty leaves a measure out.
          targetCPUUtilizationPercentage: 80
          targetMemoryUtilizationPercentage: ""

        # Environment variables: [{name: LOG_LEVEL, value: info}]
        extraEnvs: []

        # Volumes of the pods besides /tmp.
        volumes: []
        # Where the container sees them.
        volumeMounts: []

        # Labels of the nodes that pods may run on.
        nodeSelector: {}
        # Taints of nodes that pods bear.
        tolerations: []
        # What pods like to be near to, and far from.
        affinity: {}
        """;

    private static readonly (string Name, string Text)[] All =
    [
        ("Chart.yaml", Metadata),
        ("values.yaml", Values),
        (".helmignore", Ignored),
        ("templates/ingress.yaml", ScaffoldRoutes.Ingress),
        ("templates/httproute.yaml", ScaffoldRoutes.HttpRoute),
        ("templates/deployment.yaml", ScaffoldWorkload.Deployment),
        ("templates/service.yaml", ScaffoldRoutes.Service),
        ("templates/serviceaccount.yaml", ScaffoldWorkload.ServiceAccount),
        ("templates/hpa.yaml", ScaffoldWorkload.Autoscaler),
        ("templates/NOTES.txt", ScaffoldRoutes.Notes),
        ("templates/_helpers.tpl", ScaffoldWorkload.Helpers),
        ("templates/tests/test-connection.yaml", ScaffoldRoutes.ConnectionTest),
    ];

    /// <summary>The files of a new chart.</summary>
    /// <param name="name">Its name.</param>
    public static IEnumerable<ChartFile> Files(string name) =>
        All.Select(
            file => new ChartFile(file.Name, Encoding.UTF8.GetBytes(file.Text.Replace("@NAME@", name, StringComparison.Ordinal) + "\n")));
}
