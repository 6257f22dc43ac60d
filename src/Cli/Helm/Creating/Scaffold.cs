using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Cli.Helm.Creating;

/// <summary>The chart that <c>helm create</c> writes: one web application with what clusters ask of it. The same files as Helm's, with our content.</summary>
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
        appVersion: "1.0.0"
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

        replicaCount: 1

        image:
          repository: nginx
          # Empty means the appVersion of Chart.yaml.
          tag: ""
          pullPolicy: IfNotPresent

        imagePullSecrets: []

        # Parts of the names of all objects.
        nameOverride: ""
        fullnameOverride: ""

        serviceAccount:
          create: true
          # Empty means the full name, or "default" where none is created.
          name: ""
          annotations: {}
          automount: false

        podAnnotations: {}
        podLabels: {}
        podSecurityContext: {}
        securityContext: {}

        service:
          type: ClusterIP
          port: 80
          # The port that the container listens on.
          targetPort: 80

        ingress:
          enabled: false
          className: ""
          annotations: {}
          hosts:
            - host: @NAME@.example.com
              paths:
                - path: /
                  pathType: Prefix
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

        resources: {}

        livenessProbe:
          httpGet:
            path: /
            port: http
        readinessProbe:
          httpGet:
            path: /
            port: http

        autoscaling:
          enabled: false
          minReplicas: 1
          maxReplicas: 5
          # In percent; empty leaves a measure out.
          targetCPUUtilizationPercentage: 80
          targetMemoryUtilizationPercentage: ""

        volumes: []
        volumeMounts: []

        nodeSelector: {}
        tolerations: []
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
        All.Select(file => new ChartFile(file.Name, Encoding.UTF8.GetBytes(file.Text.Replace("@NAME@", name, StringComparison.Ordinal) + "\n")));
}
