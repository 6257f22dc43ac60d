using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.UnitTesting;

/// <summary>P-163: the suite that tutorials begin with (spec chart-testing.md B9).</summary>
public sealed class TutorialSuiteTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}
        spec:
          replicas: {{ .Values.replicaCount }}
          template:
            spec:
              containers:
                - name: app
                  image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
                  resources:
                    {{- toYaml .Values.resources | nindent 12 }}
        """;

    private const string Suite = """
        suite: deployment tests
        templates:
          - deployment.yaml
        tests:
          - it: should set the number of replicas
            set:
              replicaCount: 5
            asserts:
              - equal:
                  path: spec.replicas
                  value: 5
          - it: should set the image
            set:
              image.repository: nginx
              image.tag: "1.27"
            asserts:
              - equal:
                  path: spec.template.spec.containers[0].image
                  value: nginx:1.27
          - it: should set limits
            set:
              resources.limits.cpu: 500m
            asserts:
              - equal:
                  path: spec.template.spec.containers[0].resources.limits.cpu
                  value: 500m
        """;

    [Fact]
    public async Task It_passes()
    {
        using var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", "replicaCount: 1\nimage: {repository: app, tag: latest}\nresources: {}\n");
        run.Write("c/templates/deployment.yaml", Deployment);
        run.Write("c/tests/deployment_test.yaml", Suite);
        var result = await run.RunAsync("helm", "unittest", "c");
        Assert.Equal(0, result.Exit);
        Assert.StartsWith(
            "\n### Chart [ c ] c\n\n PASS  deployment tests\tc/tests/deployment_test.yaml\n\nCharts:      1 passed, 1 total\n"
                + "Test Suites: 1 passed, 1 total\nTests:       3 passed, 3 total\nSnapshot:    0 passed, 0 total\nTime: ",
            result.OutputText,
            StringComparison.Ordinal);
    }
}
