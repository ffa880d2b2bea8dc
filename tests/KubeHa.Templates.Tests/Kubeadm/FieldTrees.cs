namespace KubeHa.Templates.Tests.Kubeadm;

/// <summary>
/// The fields of each kind: name, type, and the minor versions that know it where not all do. Types: s text, b Boolean, i integer, dur a time as
/// Go writes it, [s] list, {s} {b} mapping, [] list of mappings, {} mapping, =a|b one of these words. Written from Kubernetes' own types, and
/// not from what the library knows of them.
/// </summary>
internal static class FieldTrees
{
    public static Schema All { get; } = new("""
        InitConfiguration
          apiVersion =kubeadm.k8s.io/v1beta2 @-21
          apiVersion =kubeadm.k8s.io/v1beta3 @22-30
          apiVersion =kubeadm.k8s.io/v1beta4 @31-
          bootstrapTokens []
            token s
            description s
            ttl dur
            expires s
            usages [s]
            groups [s]
          dryRun b @31-
          nodeRegistration {}
            name s
            criSocket s
            taints []
              key s
              value s
              effect =NoSchedule|PreferNoSchedule|NoExecute
            kubeletExtraArgs {s} @-30
            kubeletExtraArgs [] @31-
              name s
              value s
            ignorePreflightErrors [s]
            imagePullPolicy =Always|IfNotPresent|Never @22-
            imagePullSerial b @31-
          localAPIEndpoint {}
            advertiseAddress s
            bindPort i
          certificateKey s
          skipPhases [s] @22-
          patches {} @22-
            directory s
          timeouts {} @31-
            controlPlaneComponentHealthCheck dur
            kubeletHealthCheck dur
            kubernetesAPICall dur
            etcdAPICall dur
            tlsBootstrap dur
            discovery dur
            upgradeManifests dur
        JoinConfiguration
          apiVersion =kubeadm.k8s.io/v1beta2 @-21
          apiVersion =kubeadm.k8s.io/v1beta3 @22-30
          apiVersion =kubeadm.k8s.io/v1beta4 @31-
          dryRun b @31-
          nodeRegistration {}
            name s
            criSocket s
            taints []
              key s
              value s
              effect =NoSchedule|PreferNoSchedule|NoExecute
            kubeletExtraArgs {s} @-30
            kubeletExtraArgs [] @31-
              name s
              value s
            ignorePreflightErrors [s]
            imagePullPolicy =Always|IfNotPresent|Never @22-
            imagePullSerial b @31-
          caCertPath s
          discovery {}
            bootstrapToken {}
              token s
              apiServerEndpoint s
              caCertHashes [s]
              unsafeSkipCAVerification b
            file {}
              kubeConfigPath s
            tlsBootstrapToken s
            timeout dur @-30
          controlPlane {}
            localAPIEndpoint {}
              advertiseAddress s
              bindPort i
            certificateKey s
          skipPhases [s] @22-
          patches {} @22-
            directory s
          timeouts {} @31-
            controlPlaneComponentHealthCheck dur
            kubeletHealthCheck dur
            kubernetesAPICall dur
            etcdAPICall dur
            tlsBootstrap dur
            discovery dur
            upgradeManifests dur
        ClusterConfiguration
          apiVersion =kubeadm.k8s.io/v1beta2 @-21
          apiVersion =kubeadm.k8s.io/v1beta3 @22-30
          apiVersion =kubeadm.k8s.io/v1beta4 @31-
          kubernetesVersion s
          controlPlaneEndpoint s
          certificatesDir s
          imageRepository s
          clusterName s
          useHyperKubeImage b @-21
          featureGates {b}
          encryptionAlgorithm =RSA-2048|RSA-3072|RSA-4096|ECDSA-P256 @31-33
          encryptionAlgorithm =RSA-2048|RSA-3072|RSA-4096|ECDSA-P256|ECDSA-P384 @34-
          certificateValidityPeriod dur @31-
          caCertificateValidityPeriod dur @31-
          networking {}
            serviceSubnet s
            podSubnet s
            dnsDomain s
          apiServer {}
            certSANs [s]
            timeoutForControlPlane dur @-30
            extraArgs {s} @-30
            extraArgs [] @31-
              name s
              value s
            extraEnvs [] @31-
              name s
              value s
            extraVolumes []
              name s
              hostPath s
              mountPath s
              readOnly b
              pathType s
          controllerManager {}
            extraArgs {s} @-30
            extraArgs [] @31-
              name s
              value s
            extraEnvs [] @31-
              name s
              value s
            extraVolumes []
              name s
              hostPath s
              mountPath s
              readOnly b
              pathType s
          scheduler {}
            extraArgs {s} @-30
            extraArgs [] @31-
              name s
              value s
            extraEnvs [] @31-
              name s
              value s
            extraVolumes []
              name s
              hostPath s
              mountPath s
              readOnly b
              pathType s
          dns {}
            type s @-21
            imageRepository s
            imageTag s
            disabled b @31-
          proxy {} @31-
            disabled b
          etcd {}
            local {}
              imageRepository s
              imageTag s
              dataDir s
              extraArgs {s} @-30
              extraArgs [] @31-
                name s
                value s
              extraEnvs [] @31-
                name s
                value s
              serverCertSANs [s]
              peerCertSANs [s]
            external {}
              endpoints [s]
              httpEndpoints [s] @35-
              caFile s
              certFile s
              keyFile s
        KubeletConfiguration
          apiVersion =kubelet.config.k8s.io/v1beta1
          cgroupDriver =systemd|cgroupfs
          failSwapOn b
          failCgroupV1 b @31-
          rotateCertificates b
          serverTLSBootstrap b
          maxPods i
          podPidsLimit i
          systemReserved {s}
          kubeReserved {s}
          evictionHard {s}
          imageGCHighThresholdPercent i
          imageGCLowThresholdPercent i
          imageMinimumGCAge dur
          imageMaximumGCAge dur @29-
          containerLogMaxSize s
          containerLogMaxFiles i
          nodeStatusUpdateFrequency dur
          serializeImagePulls b
          maxParallelImagePulls i @27-
          shutdownGracePeriod dur @20-
          shutdownGracePeriodCriticalPods dur @20-
          featureGates {b}
        KubeProxyConfiguration
          apiVersion =kubeproxy.config.k8s.io/v1alpha1
          mode =iptables|ipvs @-30
          mode =iptables|ipvs|nftables @31-
          metricsBindAddress s
          nodePortAddresses [s]
          featureGates {b}
          ipvs {}
            scheduler s
            strictARP b
            excludeCIDRs [s]
            syncPeriod dur
            minSyncPeriod dur
            tcpTimeout dur
            tcpFinTimeout dur
            udpTimeout dur
          conntrack {}
            maxPerCore i
            min i
            tcpEstablishedTimeout dur
            tcpCloseWaitTimeout dur
        """);
}
