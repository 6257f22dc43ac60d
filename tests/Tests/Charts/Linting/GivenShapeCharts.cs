namespace SecretsKit.Tests.Charts.Linting;

/// <summary>Charts with values of users, and of libraries, as in <see cref="ShapeCharts"/>; <c>=== given</c> is what users give.</summary>
internal static class GivenShapeCharts
{
    /// <summary>Values that users give, and that templates reach by many ways; and some that none reaches.</summary>
    public const string Given = """
        === Chart.yaml
        apiVersion: v2
        name: c
        version: 1.0.0
        dependencies:
        - {name: store, alias: cache, version: 1.x.x, repository: "https://charts.example.com", condition: cache.enabled, tags: [fast]}
        - {name: absent, version: 2.x.x, repository: "https://charts.example.com", condition: absent.enabled}
        === charts/store/Chart.yaml
        {apiVersion: v2, name: store, version: 1.2.0}
        === charts/store/values.yaml
        # How many.
        size: 1
        enabled: true
        === charts/store/templates/a.yaml
        {apiVersion: v1, kind: ConfigMap, metadata: {name: s}, data: {a: "{{ .Values.size }}", b: "{{ .Values.global.zone }}"}}
        === values.schema.json
        {"type": "object", "properties": {"onlyInSchema": {"type": "string"}}}
        === values.yaml
        # Of the image.
        image: {repository: example/a, tag: "1"}
        # Workers by name.
        workers: {}
        # Free settings.
        settings: {}
        # Of pods.
        pods: {labels: {}}
        # nodePort: 30080
        services:
          main: {port: 80}
        # Joined by name.
        names: [red, blue]
        === templates/_h.tpl
        {{- define "c.worker" }}
        {{- .root.Values.image.repository }}-{{ .worker.replicas }}{{ with .worker.nodes }}{{ toJson . }}{{ end }}
        {{- end }}
        {{- define "c.value" }}
        {{- $value := .context.Values }}{{ range splitList "." .path }}{{ $value = get $value . }}{{ end }}{{ $value }}
        {{- end }}
        === templates/config.yaml
        {{- $root := . }}{{ $all := .Values }}
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, labels: {{ toJson .Values.pods.labels }}}
        data:
          {{- range $name, $worker := .Values.workers }}
          {{ $name }}: {{ include "c.worker" (dict "root" $root "worker" $worker) | quote }}
          {{- end }}
          settings: {{ toYaml .Values.settings | quote }}
          dug: {{ dig "deep" "down" "none" .Values.AsMap | quote }}
          picked: {{ pluck "colour" .Values | first | quote }}
          merged: {{ toJson (merge (dict) .Values.settings (dict "tag" "2")) | quote }}
          {{- range .Values.names }}
          {{ . }}: {{ index $all (printf "%sLevel" .) | quote }}
          {{- end }}
          by-path: {{ include "c.value" (dict "context" $ "path" "other.place") | quote }}
          port: {{ $all.services.main.nodePort | quote }}
          extra: {{ tpl (default "" $all.extraText) . | quote }}
          {{- with $all.proxy }}
          proxy: {{ .host }}:{{ .port }}
          {{- end }}
          {{- if eq (toString $all.debug) "true" }}
          debug: "yes"
          {{- end }}
        === templates/tests/a.yaml
        {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: p, image: "example/p:1"}]}}
        === templates/NOTES.txt
        {{ .Values.image.tag }}
        === given
        image: {tag: "3", tagg: "4"}
        workers: {a: {replicas: 2, nodes: [x]}}
        settings: {any: {thing: 1}}
        pods: {labels: {team: a}}
        services: {main: {port: 81, nodePort: 30081}}
        deep: {down: 1}
        colour: red
        redLevel: 4
        other: {place: b}
        extraText: "{{ .Values.usedByText }}"
        usedByText: d
        proxy: {host: a, port: 1}
        debug: true
        cache: {size: 2}
        absent: {enabled: false, any: 1}
        tags: {fast: true}
        global: {zone: x}
        onlyInSchema: a
        _anchors: &a {x: 1}
        x-more: {y: 1}
        setings: {x: 1}
        === true
        [WARNING] image.tagg: unused: no template uses this value; the chart knows image.tag
        [WARNING] setings: unused: no template uses this value; the chart knows settings
        [WARNING] Chart.yaml: K-128: absent may be any version
        """;

    /// <summary>A library that is not there brings more values by a template; what has no comment is still reported.</summary>
    public const string Loaded = """
        === Chart.yaml
        apiVersion: v2
        name: c
        version: 1.0.0
        dependencies:
        - {name: common, version: 4.x.x, repository: "https://library.example.com"}
        === values.yaml
        # See the library for all of them.

        image:
          repository: example/a

        env: {}
        === templates/common.yaml
        {{ include "common.values.init" . }}
        # {{ .Values.image.repository }}
        port: {{ .Values.service.port }} {{ .Values.controller.kind }}
        {{ include "common.all" . }}
        === templates/NOTES.txt
        Installed.
        === templates/tests/a.yaml
        {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: p, image: "example/p:1"}]}}
        === true
        [WARNING] values.yaml:6: K-122: env has no comment
        [WARNING] Chart.yaml: K-128: common may be any version
        """;
}
